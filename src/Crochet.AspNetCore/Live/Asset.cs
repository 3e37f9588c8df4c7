using Microsoft.AspNetCore.Http;

namespace Crochet.Live;

/// <summary>A file that the assembly carries.</summary>
internal static class Asset
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream($"Crochet.Live.{name}")
            ?? throw new InvalidOperationException($"The assembly does not carry {name}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    public static RequestDelegate Serve(string name, string contentType)
    {
        var content = Read(name);
        return context => SendAsync(context, content, contentType);
    }

    public static async Task SendAsync(HttpContext context, byte[] content, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }
}
