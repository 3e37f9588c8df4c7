namespace Downloader;

/// <summary>How much of a page has come.</summary>
/// <param name="Title">Its title, or its address as long as the title has not come.</param>
/// <param name="Bytes">How many bytes.</param>
/// <param name="Length">Of how many in all; null when the server does not say.</param>
public sealed record DownloadProgress(string Title, long Bytes, long? Length);
