using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crochet.Live;

/// <summary>
/// Whether the page is for this application's visitors: in Development, and elsewhere only where somebody has said who may see it.
/// </summary>
internal sealed class PageAccess(IServiceProvider services)
{
    private readonly bool _isDevelopment = services.GetService<IHostEnvironment>()?.IsDevelopment() ?? false;
    private readonly ILogger _logger = services.GetService<ILoggerFactory>()?.CreateLogger(HttpLog.Category) ?? NullLogger.Instance;
    private int _isLogged;

    /// <summary>Serves what is read only, where it may be seen.</summary>
    public RequestDelegate Guard(RequestDelegate serve) => context =>
    {
        if (!_isDevelopment && !AsksForAuthorization(context.GetEndpoint()))
        {
            if (Interlocked.Exchange(ref _isLogged, 1) == 0)
                HttpLog.PageIsClosed(_logger);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Get;
            return Task.CompletedTask;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return serve(context);
    };

    private static bool AsksForAuthorization(Endpoint? endpoint) =>
        endpoint?.Metadata is { } metadata
        && metadata.GetMetadata<IAllowAnonymous>() is null
        && (metadata.GetMetadata<IAuthorizeData>() is not null
            || metadata.GetMetadata<AuthorizationPolicy>() is not null
            || metadata.GetMetadata<IAuthorizationRequirementData>() is not null);
}
