using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Crochet.Answers;

/// <summary>Refusals, as problem details.</summary>
internal static class Refusals
{
    public const string ContentType = "application/problem+json";

    // Made anew for each request: what answers one adds to it, a trace id for one.
    public static IResult NoOwner =>
        Of(StatusCodes.Status401Unauthorized, "Results belong to their owner, and this request has no owner. Sign in first.");

    public static IResult TooMany =>
        Of(StatusCodes.Status429TooManyRequests, "Too many calls of yours have not ended yet. Wait for one, or delete one.");

    /// <summary>The same for whatever reason, to the last byte: nobody learns whether a result exists.</summary>
    public static IResult NotFound { get; } = new NotFoundAnswer();

    public static IResult NotNow(string detail) => Of(StatusCodes.Status503ServiceUnavailable, detail, retryAfter: "1");

    public static IProducesResponseTypeMetadata Described(int statusCode) =>
        new ProducesResponseTypeMetadata(statusCode, typeof(ProblemDetails), [ContentType]);

    private static Refusal Of(int statusCode, string detail, string? retryAfter = null) =>
        new(TypedResults.Problem(detail, statusCode: statusCode), retryAfter);

    private sealed class Refusal(ProblemHttpResult problem, string? retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.CacheControl = "no-store";
            if (retryAfter is not null)
                httpContext.Response.Headers.RetryAfter = retryAfter;
            return problem.ExecuteAsync(httpContext);
        }
    }

    private sealed class NotFoundAnswer : IResult
    {
        private static readonly byte[] _body =
            """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404}"""u8.ToArray();

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = StatusCodes.Status404NotFound;
            response.ContentType = ContentType;
            response.ContentLength = _body.Length;
            response.Headers.CacheControl = "no-store";
            await response.Body.WriteAsync(_body, httpContext.RequestAborted).ConfigureAwait(false);
        }
    }
}
