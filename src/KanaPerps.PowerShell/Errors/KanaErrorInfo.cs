using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>A kind of error that the cmdlets of this module write: a contract that scripts may rely on.</summary>
/// <param name="Id">The part of <c>FullyQualifiedErrorId</c> before the comma.</param>
/// <param name="Category">The category in <c>CategoryInfo</c>.</param>
/// <param name="Meaning">What has happened, in a sentence.</param>
/// <param name="Remedy">What helps in general; <c>ErrorDetails.RecommendedAction</c> says what helps in the case at hand.</param>
public sealed record KanaErrorInfo(string Id, ErrorCategory Category, string Meaning, string Remedy);
