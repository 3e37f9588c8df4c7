using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Crochet.Answers;

/// <summary>Tells the caller of an endpoint whether to come again, where a loop has not done what the endpoint asked of it.</summary>
internal sealed class LoopFailureHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var statusCode = Failures.StatusCodeOf(exception);
        if (statusCode == StatusCodes.Status500InternalServerError)
            return false;

        var response = httpContext.Response;
        response.StatusCode = statusCode;
        if (Failures.IsRefusal(exception))
            response.Headers.RetryAfter = "1";
        var context = new ProblemDetailsContext { HttpContext = httpContext, Exception = exception };
        context.ProblemDetails.Status = statusCode;
        context.ProblemDetails.Detail = statusCode == StatusCodes.Status504GatewayTimeout
            ? "The call did not end in time."
            : "The call could not be taken.";
        // Whoever accepts no problem details gets them all the same: there is nothing else to send.
        if (!await problems.TryWriteAsync(context).ConfigureAwait(false))
            await TypedResults.Problem(context.ProblemDetails).ExecuteAsync(httpContext).ConfigureAwait(false);
        return true;
    }
}
