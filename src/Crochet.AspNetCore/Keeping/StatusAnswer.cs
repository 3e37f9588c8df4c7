using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Keeping;

/// <summary>A status, or a list of them, as the body of an answer.</summary>
internal sealed class StatusAnswer : IResult
{
    private const string ContentType = "application/json; charset=utf-8";

    private readonly IReadOnlyList<ResultLook> _looks;
    private readonly bool _isList;
    private readonly int _statusCode;

    public StatusAnswer(ResultLook look, int statusCode = StatusCodes.Status200OK) => (_looks, _statusCode) = ([look], statusCode);

    public StatusAnswer(IReadOnlyList<ResultLook> looks) => (_looks, _isList, _statusCode) = (looks, true, StatusCodes.Status200OK);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var writer = httpContext.RequestServices.GetRequiredService<StatusWriter>();
        var body = _isList ? writer.Write(_looks) : writer.Write(_looks[0]);
        var response = httpContext.Response;
        response.StatusCode = _statusCode;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(body, httpContext.RequestAborted).ConfigureAwait(false);
    }
}
