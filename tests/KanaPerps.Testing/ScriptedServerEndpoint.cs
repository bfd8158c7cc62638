namespace KanaPerps.Testing;

/// <summary>A server as the client's endpoint. The server itself knows nothing of the client, so that the tests of the module can load it alone.</summary>
public static class ScriptedServerEndpoint
{
    extension(ScriptedServer server)
    {
        /// <summary>Where the server is reached.</summary>
        public KanaEndpoint Endpoint => KanaEndpoint.From(server.WebSocketUri);
    }
}
