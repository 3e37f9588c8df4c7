using Microsoft.AspNetCore.Http;

namespace Crochet;

/// <summary>Whose results are whose, how many an owner may have, and what failures show. For <c>AddCrochetResults</c>.</summary>
public sealed class CrochetResultsOptions
{
    /// <summary>
    /// Names the owner of a request's results; for everybody else they do not exist. Null: the default, by which a signed-in user owns by
    /// their NameIdentifier or "sub" claim, and a visitor by a cookie which <see cref="CrochetResults.Accepted(EventualResult)"/> sets.
    /// Signing in moves no results.
    /// </summary>
    /// <remarks>
    /// Called on the request's thread, for each request. Where it returns null the request is answered with 401, and a call that it wanted
    /// to hand over is cancelled.
    /// </remarks>
    public Func<HttpContext, string?>? Owner { get; set; }

    /// <summary>
    /// Whether the answer for a failed result has the exception's message and trace. Null: only in the Development environment.
    /// </summary>
    public bool? ShowFailures { get; set; }

    /// <summary>
    /// How many results that have not ended an owner may have at once, 1 or more; one more is answered with 429. As many of those that have
    /// ended are kept: the one that ended first is forgotten first.
    /// </summary>
    public int MaxPerOwner { get; set; } = 100;
}
