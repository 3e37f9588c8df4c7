using System.Reflection;
using Crochet.Answers;
using Crochet.Keeping;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet;

/// <summary>
/// The answer to a request that started work: 202 with the address and the status of its result; 401, 429 or 503 where the result is not
/// kept. Made by
/// <see cref="CrochetResults"/>; OpenAPI learns these answers from an endpoint that returns it.
/// </summary>
public sealed class CrochetAccepted : IResult, IEndpointMetadataProvider
{
    private readonly EventualResult _result;

    internal CrochetAccepted(EventualResult result) => _result = result;

    /// <summary>Keeps the result, and writes the answer.</summary>
    /// <param name="httpContext">The request.</param>
    /// <exception cref="ArgumentNullException"><paramref name="httpContext"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The results were not added to the services, or not mapped. The call is
    /// cancelled.</exception>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        IResult answer;
        try
        {
            answer = Keep(httpContext);
        }
        catch
        {
            Refuse();
            throw;
        }

        await answer.ExecuteAsync(httpContext).ConfigureAwait(false);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(CrochetResult), ["application/json"]));
        foreach (var refusal in (int[])[StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests,
            StatusCodes.Status503ServiceUnavailable])
            builder.Metadata.Add(Refusals.Described(refusal));
    }

    private IResult Keep(HttpContext context)
    {
        var results = context.RequestServices.GetService<KeptResults>() ?? throw new InvalidOperationException(
            "CrochetResults.Accepted has nowhere to keep results. Call services.AddCrochetResults(), and app.MapCrochetResults() for their "
                + "addresses.");
        var addresses = context.RequestServices.GetRequiredService<ResultAddresses>();
        addresses.ThrowIfNone();

        var owner = context.RequestServices.GetRequiredService<ResultOwners>().GetOrCreate(context);
        if (owner is null)
        {
            Refuse();
            return Refusals.NoOwner;
        }

        if (_result.OriginalFailure()?.Exception is { } failure && EventLoop.NeverRan(failure))
        {
            Refuse();
            return Refusals.NotNow("The call was refused, and has not run.");
        }

        var (kept, refusal) = results.TryKeep(owner, _result);
        if (kept is null)
        {
            Refuse();
            return refusal!;
        }

        context.Response.Headers.Location = addresses.AddressOf(context, kept.Id);
        return new StatusAnswer(kept.Look(), StatusCodes.Status202Accepted);
    }

    // Nobody will ask for it: neither for a value, nor for a failure.
    private void Refuse()
    {
        _result.Cancel();
        _result.FailureOfEnd?.MarkRetrieved();
    }
}
