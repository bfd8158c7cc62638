namespace KanaPerps.Topics;

/// <summary>A topic of the venue.</summary>
public abstract class Topic
{
    private protected Topic(string name, TopicKeyKind keyKind)
    {
        Name = name;
        KeyKind = keyKind;
    }

    /// <summary>The name on the wire.</summary>
    public string Name { get; }

    /// <summary>What users call what the topic sends: "order book". By default the name in words.</summary>
    public string Title
    {
        get => field ?? Name.Replace('_', ' ');
        internal init;
    }

    /// <summary>The noun of its commands, such as Trade. By default the name of the model.</summary>
    public string Noun
    {
        get => field ?? ModelType.Name;
        internal init;
    }

    /// <summary>What the topic is asked for with.</summary>
    public TopicKeyKind KeyKind { get; }

    /// <summary>What its messages are read into.</summary>
    internal abstract Type ModelType { get; }

    /// <summary>Whether a message is a list that repeats rows which are known by what is in them.</summary>
    internal virtual bool IsHistory => false;

    /// <summary>Whether silence on a live connection means trouble: true for order books only, everything else may rest for days.</summary>
    internal virtual bool IsSteady => false;

    /// <summary>The name of the key in the subscription, or null.</summary>
    internal string? KeyField => KeyKind switch
    {
        TopicKeyKind.Address => "address",
        TopicKeyKind.Market => "market_id",
        _ => null,
    };

    /// <summary>Why the venue may stay silent after a subscription, in a sentence.</summary>
    public string LikelyCauseOfSilence => KeyKind switch
    {
        TopicKeyKind.Address => "This topic takes the profile address, and the venue sends nothing for a wallet address. Get-KanaProfileAddress finds the profile address of a wallet.",
        TopicKeyKind.Market => "The market id may not exist on this network, or the venue may have re-created the market under another id. Get-KanaMarket -Live gets the venue's list.",
        _ => "The venue may not serve this topic at present.",
    };

    /// <summary>Calls a visitor with the type of the topic's rows: reflection is not needed.</summary>
    /// <typeparam name="TResult">What the visitor makes of the topic.</typeparam>
    /// <param name="visitor">The visitor.</param>
    /// <returns>The visitor's result.</returns>
    public abstract TResult Accept<TResult>(ITopicVisitor<TResult> visitor);

    /// <summary>Brings a key into the form in which keys compare.</summary>
    /// <param name="key">The key as given, or null. A topic of the whole venue has none.</param>
    /// <returns>The key.</returns>
    /// <exception cref="KanaException"><see cref="KanaErrorKind.InvalidAddress"/> when an address is wanted and the key is none.</exception>
    internal string? NormalizeKey(string? key)
    {
        if (KeyKind == TopicKeyKind.None)
        {
            return null;
        }

        if (KeyKind == TopicKeyKind.Market)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(key);
            return MarketIds.Read(key) is { } id ? MarketIds.Text(id) : throw new ArgumentException($"'{key}' is not a market id.", nameof(key));
        }

        return AccountAddress.TryNormalize(key, out string canonical)
            ? canonical
            : throw new KanaException(KanaErrorKind.InvalidAddress, $"'{key}' is not an address.", "Give 0x followed by 1 to 64 hexadecimal digits.");
    }

    /// <summary>
    /// The ways to write a key to the venue, the likeliest first. The venue drops leading zeros itself; whether it takes them is not
    /// known, and a wrong address is met with silence, so the other form is tried when nothing comes.
    /// </summary>
    /// <param name="key">The key in the form in which keys compare, or null.</param>
    /// <returns>One form or two.</returns>
    internal IReadOnlyList<string?> Spellings(string? key) =>
        KeyKind == TopicKeyKind.Address && key is not null && AccountAddress.Shorten(key) is var shorter && shorter != key ? [shorter, key] : [key];
}
