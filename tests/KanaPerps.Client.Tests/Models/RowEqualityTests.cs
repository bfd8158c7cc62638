using System.Reflection;
using System.Runtime.CompilerServices;

namespace KanaPerps.Client.Tests.Models;

/// <summary>Two rows are equal when the venue sent the same values: changes are found by it.</summary>
public sealed class RowEqualityTests
{
    private static readonly HashSet<string> s_notFromTheVenue = [nameof(VenueRow.Network), nameof(VenueRow.ReceivedAt), nameof(VenueRow.InexactFields), nameof(StateRow.Change), nameof(Position.Wallet)];

    public static TheoryData<Type> RowTypes => new(typeof(VenueRow).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(VenueRow)) && !t.IsAbstract));

    [Theory]
    [MemberData(nameof(RowTypes))]
    public void When_and_how_a_row_arrived_does_not_count(Type type)
    {
        foreach (PropertyInfo property in Settable(type).Where(p => s_notFromTheVenue.Contains(p.Name)))
        {
            (object row, object other) = (Blank(type), Blank(type));
            property.SetValue(other, Something(property.PropertyType));

            Assert.NotEqual(property.GetValue(row), property.GetValue(other));
            Assert.True(row.Equals(other), property.Name);
            Assert.Equal(row.GetHashCode(), other.GetHashCode());
        }
    }

    [Theory]
    [MemberData(nameof(RowTypes))]
    public void Every_value_that_the_venue_sent_counts(Type type)
    {
        PropertyInfo[] fromTheVenue = [.. Settable(type).Where(p => !s_notFromTheVenue.Contains(p.Name))];
        Assert.NotEmpty(fromTheVenue);
        foreach (PropertyInfo property in fromTheVenue)
        {
            (object row, object other) = (Blank(type), Blank(type));
            property.SetValue(other, Something(property.PropertyType));

            Assert.False(row.Equals(other), property.Name);
        }
    }

    [Fact]
    public void Rows_of_different_types_are_never_equal() =>
        Assert.False(((VenueRow)new Position { MarketId = 14 }).Equals(new FundingRate { MarketId = 14 }));

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties().Where(p => p.CanWrite);

    // Required members keep a blank row from being made by a constructor call.
    private static object Blank(Type type) => RuntimeHelpers.GetUninitializedObject(type);

    private static object Something(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(string) => "something",
            _ when plain == typeof(decimal) => 1.5m,
            _ when plain == typeof(bool) => true,
            _ when plain == typeof(ulong) => 7UL,
            _ when plain == typeof(long) => 14L,
            _ when plain == typeof(DateTimeOffset) => Decode.ReceivedAt,
            _ when plain == typeof(PropertyNames) => PropertyNames.Of(["Price"]),
            _ when plain.IsEnum => Enum.ToObject(plain, 1),
            _ => throw new NotSupportedException($"Say what a value of {plain} may be."),
        };
    }
}
