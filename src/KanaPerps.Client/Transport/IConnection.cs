using System.Net;
using KanaPerps.Wire;

namespace KanaPerps.Transport;

/// <summary>A connection to the venue that stands. It sends and hands out messages until it ends.</summary>
internal interface IConnection : IDisposable
{
    /// <summary>How long the message that is being received has been coming in, or null between messages. Safe from any thread.</summary>
    TimeSpan? AssemblyTime { get; }

    /// <summary>How long ago the peer gave its last sign of life, be it a pong. Safe from any thread.</summary>
    TimeSpan SinceLastByte { get; }

    /// <summary>The address of the peer, or of the proxy that leads to it; null when it is not known.</summary>
    IPEndPoint? RemoteEndPoint { get; }

    /// <summary>The message that the connection ended in the middle of, or null. Only after the pump has returned.</summary>
    WireProblem? PartialMessage { get; }

    /// <summary>Sends a text of a few bytes, which the system takes at once.</summary>
    /// <param name="utf8">The text.</param>
    /// <returns>When the text is with the system.</returns>
    /// <exception cref="LossException">The connection is lost.</exception>
    Task SendAsync(ReadOnlyMemory<byte> utf8);

    /// <summary>Receives until the connection ends. Once.</summary>
    /// <param name="onMessage">Takes each message; its payload is valid during the call only.</param>
    /// <param name="onBurstEnd">Called after the last message that has arrived so far, and after every 64 messages of a longer burst.</param>
    /// <returns>Why the connection ended. Throws only what the callbacks threw, or what is a mistake of this program.</returns>
    Task<Loss> PumpAsync(Action<ReceivedMessage> onMessage, Action onBurstEnd);

    /// <summary>Closes the connection in an orderly way.</summary>
    /// <param name="pump">The pump of this connection.</param>
    /// <returns>When the connection is closed, in the close timeout at most.</returns>
    Task CloseAsync(Task pump);

    /// <summary>Ends the connection at once; a pump under way returns.</summary>
    void Abort();
}
