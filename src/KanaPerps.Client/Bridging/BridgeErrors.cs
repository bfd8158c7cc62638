using KanaPerps.Nats;

namespace KanaPerps.Bridging;

/// <summary>What the failures of a broker mean.</summary>
internal static class BridgeErrors
{
    /// <summary>The error of a failure.</summary>
    /// <param name="broker">The address of the broker.</param>
    /// <param name="cause">The failure, without credentials.</param>
    /// <param name="certificateProblem">What is wrong with the server's certificate, or null.</param>
    /// <returns>The error.</returns>
    public static KanaException Of(BrokerAddress broker, BrokerException cause, string? certificateProblem = null)
    {
        (KanaErrorKind kind, string nextStep) = cause.Failure switch
        {
            BrokerFailure.Unauthorized => (KanaErrorKind.BrokerLogin, "Give -Credential, -Token or -CredentialsPath, or set KANA_NATS_USER and KANA_NATS_PASSWORD, KANA_NATS_TOKEN or KANA_NATS_CREDS."),
            BrokerFailure.Denied => (KanaErrorKind.BrokerLogin, "Allow the subject to the user in the server's configuration. about_KanaFanout lists the subjects."),
            BrokerFailure.BadFile => (KanaErrorKind.BrokerLogin, "Give the path of a credentials file that this user may read."),
            BrokerFailure.Certificate => (KanaErrorKind.Certificate, "Give the issuer's certificate with -IssuerPath or KANA_NATS_CA, and the host by the name that the certificate is for."),
            BrokerFailure.NoTls => (KanaErrorKind.ConnectFailed, "Set up TLS on the server, or reach it through a tunnel that ends on this machine: a connection to another host must be encrypted."),
            BrokerFailure.NoJetStream => (KanaErrorKind.BrokerStream, "Start the server with JetStream: 'nats-server -js', or jetstream { } in its configuration, and allow it to the account."),
            BrokerFailure.SubjectsTaken => (KanaErrorKind.BrokerStream, "Give another -Prefix: one that no stream of the server has, and that is not the beginning of one."),
            BrokerFailure.Rejected => (KanaErrorKind.BrokerStream, "Look at the stream's limits and the server's disk, such as with 'nats stream info'."),
            _ => (KanaErrorKind.ConnectFailed, "Check that the NATS server runs, its address and the network."),
        };
        string reason = cause.Failure == BrokerFailure.Certificate && certificateProblem is not null ? $"the server's certificate can't be trusted: {certificateProblem}" : cause.Message;
        return new KanaException(kind, $"The broker {broker} can't be used: {reason}.", nextStep);
    }

    /// <summary>The error for a broker that hangs.</summary>
    /// <param name="server">Its address.</param>
    /// <returns>The error.</returns>
    public static KanaException NoAnswer(Uri server) =>
        Of(BrokerAddress.Read(server, hasPath: false), new BrokerException(BrokerFailure.Timeout, "it does not answer in time"));

    /// <summary>The error for a stream that is set up in another way.</summary>
    /// <param name="broker">The address of the broker.</param>
    /// <param name="stream">The name of the stream.</param>
    /// <param name="differences">What differs, in a few words each.</param>
    /// <param name="nextStep">What to do about it.</param>
    /// <returns>The error.</returns>
    public static KanaException Differs(BrokerAddress broker, string stream, IEnumerable<string> differences, string nextStep) => new(
        KanaErrorKind.BrokerStream,
        $"The stream {stream} of the broker {broker} differs from what is asked for, and is not changed: {string.Join("; ", differences)}.",
        nextStep);
}
