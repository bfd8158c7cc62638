namespace KanaPerps.Simulator;

/// <summary>What one connection is subscribed to.</summary>
/// <param name="ConnectionId">The connection: counted from 1 in the order of arrival.</param>
/// <param name="Topic">The topic, such as <c>orderbook</c>.</param>
/// <param name="Key">The padded lower-case address, the market id as it was asked for, or an empty text for a topic without a key.</param>
public sealed record SimulatorSubscription(long ConnectionId, string Topic, string Key);
