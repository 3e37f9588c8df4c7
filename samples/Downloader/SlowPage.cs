using System.Net;
using System.Text;

namespace Downloader;

/// <summary>The page that is downloaded by default. It comes in pieces, so that there is progress to watch.</summary>
internal static class SlowPage
{
    private const int Pieces = 40;

    public static Task ServeAsync(HttpContext context, IConfiguration configuration) => SendAsync(context, configuration, Pieces);

    public static async Task BreakOffAsync(HttpContext context, IConfiguration configuration)
    {
        await SendAsync(context, configuration, Pieces / 2);
        context.Abort();
    }

    private static async Task SendAsync(HttpContext context, IConfiguration configuration, int count)
    {
        var pause = configuration.GetValue("pause", TimeSpan.FromSeconds(0.1));
        var title = WebUtility.HtmlEncode(configuration["title"] ?? "A page that comes <b>slowly</b> & whole");
        var head = Encoding.UTF8.GetBytes($"<title>{title}</title>\n");
        var pieces = Enumerable.Range(1, Pieces).Select(Piece).Prepend(head).ToList();
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = pieces.Sum(piece => piece.Length);
        // The title comes at once.
        await context.Response.Body.WriteAsync(head, context.RequestAborted);
        foreach (var piece in pieces.Skip(1).Take(count))
        {
            await Task.Delay(pause, context.RequestAborted);
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        }
    }

    private static byte[] Piece(int number) => Encoding.UTF8.GetBytes($"<p>Piece {number} of {Pieces} came <b>slowly</b> & whole.</p>\n");
}
