namespace Downloader;

/// <summary>A page that has come.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Beginning">How its text begins.</param>
public sealed record Download(string Title, long Bytes, string Beginning);
