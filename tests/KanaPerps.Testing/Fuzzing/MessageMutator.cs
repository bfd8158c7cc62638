using System.Text;

namespace KanaPerps.Testing.Fuzzing;

/// <summary>Spoils messages at every level: bytes, tokens, fields, rows, envelope. The same seed spoils alike.</summary>
internal sealed class MessageMutator
{
    private static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-0", "-1", "00", "01", "1.", ".5", "-", "1.5.2", "1e3", "1E-30", "1e999", "1e", "1e+", "1.5e", "1.5e3", "1.5E-2", "-5.25", "12345678", "123456789",
        "1.2345678", "0.1234567890123456789012345678", "0.12345678901234567890123456789", "79228162514264337593543950335", "79228162514264337593543950336",
        "18446744073709551615", "18446744073709551616", "99999999999", "100000000000", "\"\"", "\"0\"", "\"1\"", "\"-0.00\"", "\"1.\"", "\".5\"", "\".\"", "\"12.34.5\"",
        "\"1e3\"", "\" 1\"", "\"1 \"", "\"x\"", "\"14\"", "\"15\"", "\"\\u0031\\u0034\"", "\"\\\"\"", "\"\u202e\"", "\"\u00e9\"", "\"\ud83d\ude00\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"",
        "\"\t\"", "\"0x1\"", "\"0X00ab\"", "\"true\"", "\"123456789012345678901234567890123456789\"", "\"6036000\"", "{}", "[]", "{\"a\":[1,{\"b\":null}]}", "tru", "nul", "falsey",
    ];

    private static readonly string[] s_shards = ["\"", "\\", "{", "}", "[", "]", ",", ":", " ", "\n", "\0", "\u007f", "0", "9", ".", "-", "e", "\"a\":1,", ",{}", "null"];

    private readonly Random _random;

    public MessageMutator(int seed)
    {
        _random = new Random(seed);
    }

    /// <summary>Spoils a message a little.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="utf8">The message.</param>
    /// <returns>What became of it, mostly still JSON.</returns>
    public byte[] Mutate(string topic, byte[] utf8)
    {
        if (Chance(4) || FuzzedMessage.TryParse(topic, utf8) is not { } message)
        {
            return MutateBytes(utf8);
        }

        for (int i = _random.Next(1, 4); i > 0; i--)
        {
            switch (_random.Next(8))
            {
                case 0:
                    MutateEnvelope(message);
                    break;
                case 1 or 2:
                    MutateRows(message);
                    break;
                case 3 or 4:
                    MutateFields(message);
                    break;
                default:
                    MutateValue(message);
                    break;
            }
        }

        byte[] mutated = Encoding.UTF8.GetBytes(message.ToString());
        return Chance(6) ? MutateBytes(mutated) : mutated;
    }

    /// <summary>Whether something that happens once in so many times happens now.</summary>
    public bool Chance(int times) => _random.Next(times) == 0;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> among) => among[_random.Next(among.Count)];

    private byte[] MutateBytes(byte[] utf8)
    {
        List<byte> bytes = [.. utf8];
        for (int i = _random.Next(1, 4); i > 0; i--)
        {
            int at = _random.Next(bytes.Count + 1);
            switch (_random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(_random.Next(4), bytes.Count - at));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick(s_shards)));
                    break;
            }
        }

        return [.. bytes];
    }

    private void MutateEnvelope(FuzzedMessage message)
    {
        switch (_random.Next(8))
        {
            case 0:
                message.Tail = "]}";
                break;
            case 1:
                message.Tail = message.Tail.Replace("\"}", "s\"}", StringComparison.Ordinal);
                break;
            case 2:
                message.Tail += Pick(s_shards);
                break;
            case 3:
                message.Head = message.Head.Replace("{", "{\"extra\":[{\"data\":1}],", StringComparison.Ordinal);
                break;
            case 4 when message.Tail.StartsWith("],", StringComparison.Ordinal):
                // The topic first, as the documentation writes it.
                message.Head = "{" + message.Tail[2..^1] + ",\"data\":[";
                message.Tail = "]}";
                break;
            case 5:
                message.Head = Pick(["\uFEFF", " ", "\n"]) + message.Head;
                break;
            case 6:
                message.Head = "{\"data\":[{\"market_id\":\"99\"}],\"data\":[";
                break;
            default:
                message.Head = message.Head.Replace(":", ": ", StringComparison.Ordinal);
                break;
        }
    }

    private void MutateRows(FuzzedMessage message)
    {
        if (message.Rows.Count == 0)
        {
            message.Rows.Add(["\"market_id\":\"14\""]);
            return;
        }

        int at = _random.Next(message.Rows.Count);
        switch (_random.Next(6))
        {
            case 0:
                message.Rows.RemoveAt(at);
                break;
            case 1:
                message.Rows.Insert(at, [.. message.Rows[at]]);
                break;
            case 2:
                message.Rows.Reverse();
                break;
            case 3:
                message.Rows.Insert(at, []);
                break;
            case 4:
                message.Rows.Clear();
                break;
            default:
                (message.Rows[at], message.Rows[0]) = (message.Rows[0], message.Rows[at]);
                break;
        }
    }

    private void MutateFields(FuzzedMessage message)
    {
        if (FieldsOfSomeRow(message) is not { } fields)
        {
            return;
        }

        int at = _random.Next(fields.Count);
        switch (_random.Next(7))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Add(fields[at]);
                break;
            case 2:
                (fields[at], fields[0]) = (fields[0], fields[at]);
                break;
            case 3:
                fields.Insert(at, $"\"new_{_random.Next(3)}\":{Pick(s_values)}");
                break;
            case 4:
                fields[at] = fields[at].Replace(":", Pick([" :", ": ", " : "]), StringComparison.Ordinal);
                break;
            case 5:
                // The same name, written with an escape.
                fields[at] = $"\"\\u00{(int)fields[at][1]:x2}{fields[at][2..]}";
                break;
            default:
                fields[at] = fields[at].Insert(2, "_");
                break;
        }
    }

    private void MutateValue(FuzzedMessage message)
    {
        if (FieldsOfSomeRow(message) is { } fields)
        {
            int at = _random.Next(fields.Count);
            string name = fields[at][..(fields[at].IndexOf(':', StringComparison.Ordinal) + 1)];
            string value = fields[at][name.Length..];
            bool isText = value.StartsWith('"') && value.Length > 2;
            fields[at] = name + _random.Next(4) switch
            {
                0 when isText => value[1..^1],
                1 when !isText => $"\"{value}\"",
                _ => Pick(s_values),
            };
        }
    }

    private List<string>? FieldsOfSomeRow(FuzzedMessage message)
    {
        List<string>? fields = message.Rows.Count == 0 ? null : Pick(message.Rows);
        return fields is { Count: > 0 } ? fields : null;
    }
}
