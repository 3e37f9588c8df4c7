using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Crochet.Answers;

/// <summary>Server-sent events, until there are no more, the reader goes, or the host begins to stop.</summary>
internal sealed class EventStream(HttpContext context, CancellationToken hostStopping)
{
    public async Task SendAsync(Func<CancellationToken, IAsyncEnumerable<byte[]>> events)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        // For a proxy that would collect what is meant to be seen at once.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, hostStopping);
        var isWriting = false;
        try
        {
            await foreach (var data in events(ending.Token).ConfigureAwait(false))
            {
                isWriting = true;
                await WriteAsync(data, ending.Token).ConfigureAwait(false);
                isWriting = false;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && ending.IsCancellationRequested)
        {
            // A reader that takes nothing more would hold the host's stop up.
            if (isWriting)
                context.Abort();
        }
    }

    private async Task WriteAsync(byte[] data, CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(data.Length + 16);
        // A line break within the data would end the event.
        foreach (var line in data.AsSpan().SplitAny("\r\n"u8))
        {
            message.Write("data: "u8);
            message.Write(data.AsSpan(line));
            message.Write("\n"u8);
        }

        message.Write("\n"u8);
        await context.Response.Body.WriteAsync(message.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
