namespace Crochet.Diagnostics;

/// <summary>The last resort for what nobody listens to. Never throws.</summary>
internal static class StandardError
{
    public static void Write(string text)
    {
        try
        {
            Console.Error.WriteLine(text);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // There is nowhere left to say so.
        }
    }
}
