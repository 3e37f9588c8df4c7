using System.Diagnostics.CodeAnalysis;
using Crochet.Keeping;
using Crochet.Live;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps what Crochet answers over HTTP.</summary>
public static class CrochetEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the results that <see cref="Crochet.CrochetResults"/> keeps, for their owners: the list, each status, its changes as
    /// server-sent events, and DELETE, which cancels a call and forgets its result. What does not exist, or belongs to somebody else, is
    /// the same 404.
    /// </summary>
    /// <remarks>
    /// A status is <c>{ "id", "call", "status", "progress", "result", "error" }</c>: "result" is there once the call has succeeded,
    /// "error", which is problem details, once it has failed. Results are kept in this process: behind a balancer without sticky sessions
    /// another process does not know them.
    /// </remarks>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="prefix">The path of the list.</param>
    /// <returns>The group of these endpoints, for further conventions.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="prefix"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><c>AddCrochetResults</c> was not called.</exception>
    public static RouteGroupBuilder MapCrochetResults(this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string prefix = "/results")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        return ResultEndpoints.Map(endpoints, prefix);
    }

    /// <summary>
    /// Maps a page that shows what each of the container's loops does now, and follows by itself. Below it, "snapshot" answers with the
    /// same as JSON, and "events" with a snapshot a second, as server-sent events, until the host begins to stop. Everything is read-only.
    /// </summary>
    /// <remarks>
    /// Outside Development it answers 404 unless its endpoints ask for authorization: call <c>RequireAuthorization()</c> on what this
    /// returns, or on a group around it. A loop pays nothing while nobody looks. The page loads nothing but from this prefix, and works
    /// under a Content-Security-Policy of
    /// <c>default-src 'self'</c>.
    /// </remarks>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="prefix">The path of the page.</param>
    /// <returns>The group of these endpoints, for further conventions.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="prefix"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><c>AddCrochet</c> was not called.</exception>
    public static RouteGroupBuilder MapCrochet(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = "/crochet")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        return LivePage.Map(endpoints, prefix);
    }
}
