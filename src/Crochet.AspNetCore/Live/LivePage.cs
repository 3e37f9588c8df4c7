using System.Text;
using System.Text.Encodings.Web;
using Crochet.Answers;
using Crochet.Registration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crochet.Live;

/// <summary>The page of what the loops do, with all that it loads.</summary>
internal static class LivePage
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string prefix)
    {
        var services = endpoints.ServiceProvider;
        if (services.GetService<Registrations>() is null)
            throw new InvalidOperationException(
                "MapCrochet has no loops to show. Call services.AddCrochet() before the application is built.");

        var access = new PageAccess(services);
        var snapshot = new ContainerSnapshot(services);
        var feed = new SnapshotFeed(snapshot.Take);
        var group = endpoints.MapGroup(prefix);
        Map("", ServePage());
        Map("/snapshot", context => Asset.SendAsync(context, snapshot.Take(), "application/json; charset=utf-8"));
        Map("/events", context => new EventStream(context, StoppingOf(context)).SendAsync(feed.ReadAsync));
        Map("/page.css", Asset.Serve("page.css", "text/css; charset=utf-8"));
        Map("/page.js", Asset.Serve("page.js", "text/javascript; charset=utf-8"));
        Map("/icon.svg", Asset.Serve("icon.svg", "image/svg+xml"));
        // It is for people, not part of the application's API.
        group.ExcludeFromDescription();
        return group;

        void Map(string pattern, RequestDelegate serve) => group.Map(pattern, access.Guard(serve));
    }

    private static CancellationToken StoppingOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    private static RequestDelegate ServePage()
    {
        var page = Encoding.UTF8.GetString(Asset.Read("page.html"));
        return context =>
        {
            var content = page.Replace("{base}", HtmlEncoder.Default.Encode(BaseOf(context.Request.Path)), StringComparison.Ordinal);
            return Asset.SendAsync(context, Encoding.UTF8.GetBytes(content), "text/html; charset=utf-8");
        };
    }

    // Relative, so that it also holds behind a proxy that has taken a part of the path away.
    private static string BaseOf(PathString path)
    {
        var address = path.ToUriComponent();
        return $"./{address[(address.LastIndexOf('/') + 1)..]}/".Replace("//", "/", StringComparison.Ordinal);
    }
}
