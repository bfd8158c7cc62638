namespace KanaPerps.Valuation;

/// <summary>A market of a deployment.</summary>
/// <param name="Endpoint">The deployment.</param>
/// <param name="MarketId">The market's id.</param>
internal readonly record struct RiskMarket(KanaEndpoint Endpoint, long MarketId);
