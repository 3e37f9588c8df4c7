using Crochet.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crochet.Keeping;

/// <summary>The addresses under which owners find their results.</summary>
internal static class ResultEndpoints
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string prefix)
    {
        // Not the results themselves: they would have the loops made, which is for the host's start.
        if (endpoints.ServiceProvider.GetService<ResultAddresses>() is null)
            throw new InvalidOperationException(
                "MapCrochetResults needs its services. Call services.AddCrochetResults() before the application is built.");

        var group = endpoints.MapGroup(prefix).WithTags("Results");
        group.MapGet("", List)
            .WithSummary("The caller's results, oldest first.")
            .Produces<CrochetResult[]>()
            .WithMetadata(Refusals.Described(StatusCodes.Status401Unauthorized));
        group.MapGet("/{id}", Get)
            .WithSummary("How far a call has come, and its result once it has ended.")
            .Produces<CrochetResult>()
            .WithMetadata(ResultAddress.Instance)
            .WithMetadata(AlsoAnswers);
        group.MapGet("/{id}/events", FollowAsync)
            .WithSummary("The status now and at each change, as server-sent events. The last one is that of the end.")
            .Produces<CrochetResult>(StatusCodes.Status200OK, "text/event-stream")
            .WithMetadata(AlsoAnswers);
        group.MapDelete("/{id}", Delete)
            .WithSummary("Cancels the call, and forgets its result.")
            .Produces(StatusCodes.Status204NoContent)
            .WithMetadata(AlsoAnswers);
        return group;
    }

    private static object[] AlsoAnswers =>
        [Refusals.Described(StatusCodes.Status401Unauthorized), Refusals.Described(StatusCodes.Status404NotFound)];

    private static IResult List(HttpContext context, KeptResults results, ResultOwners owners) => owners.TryFind(context, out var owner)
        ? new StatusAnswer([.. results.Of(owner).Select(static kept => kept.Look())])
        : Refusals.NoOwner;

    private static IResult Get(HttpContext context, string id, KeptResults results, ResultOwners owners) =>
        TryFind(context, id, results, owners, out var kept) ?? new StatusAnswer(kept!.Look());

    private static async Task<IResult> FollowAsync(
        HttpContext context, string id, KeptResults results, ResultOwners owners, StatusWriter writer, PhaseWatch watch,
        IHostApplicationLifetime host)
    {
        if (TryFind(context, id, results, owners, out var kept) is { } refusal)
            return refusal;
        await new EventStream(context, host.ApplicationStopping).SendAsync(token => new StatusEvents(kept!, writer, watch).ReadAsync(token))
            .ConfigureAwait(false);
        return TypedResults.Empty;
    }

    private static IResult Delete(HttpContext context, string id, KeptResults results, ResultOwners owners)
    {
        if (TryFind(context, id, results, owners, out var kept) is { } refusal)
            return refusal;
        if (!results.TryDelete(kept!))
            return Refusals.NotFound;
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.NoContent();
    }

    // Null where it is found.
    private static IResult? TryFind(HttpContext context, string id, KeptResults results, ResultOwners owners, out KeptResult? kept)
    {
        kept = null;
        if (!owners.TryFind(context, out var owner))
            return Refusals.NoOwner;
        kept = results.Find(owner, id);
        return kept is null ? Refusals.NotFound : null;
    }
}
