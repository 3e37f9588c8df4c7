using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Downloader;

/// <summary>
/// Downloads pages. Its calls run in the loop's thread alone. The interface needs neither progress nor token: each call has its own.
/// </summary>
public sealed partial class PageDownloader(ILogger<PageDownloader> logger)
{
    private const int MaxBytes = 1_000_000;
    private const int TitleIsWithin = 8_192;
    private const int BeginningLength = 400;
    private static readonly HttpClient _http = new();

    /// <summary>Downloads a page, and reports how much of it has come.</summary>
    public async Task<Download> DownloadAsync(Uri address, IProgress<DownloadProgress> progress, CancellationToken cancellationToken)
    {
        logger.LogInformation("Downloading {Address}", address);
        try
        {
            using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var page = new MemoryStream();
            string? title = null;
            var chunk = new byte[4096];
            while (await body.ReadAsync(chunk, cancellationToken) is > 0 and var length)
            {
                page.Write(chunk, 0, length);
                title ??= FindTitle(page);
                progress.Report(new(title ?? address.ToString(), page.Length, response.Content.Headers.ContentLength));
                if (page.Length > MaxBytes)
                    throw new InvalidDataException($"The page is longer than {MaxBytes:N0} bytes.");
            }

            return new(title ?? address.ToString(), page.Length, TextOf(page, BeginningLength));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("Gave up {Address}", address);
            throw;
        }
    }

    private static string? FindTitle(MemoryStream page) =>
        Title().Match(TextOf(page, TitleIsWithin)) is { Success: true } title ? WebUtility.HtmlDecode(title.Groups[1].Value) : null;

    private static string TextOf(MemoryStream page, int length) =>
        Encoding.UTF8.GetString(page.GetBuffer(), 0, (int)Math.Min(page.Length, length));

    [GeneratedRegex("<title>([^<]*)</title>", RegexOptions.IgnoreCase)]
    private static partial Regex Title();
}
