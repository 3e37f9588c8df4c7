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
        catch (Exception)
        {
            // A writer that an application has set may throw anything, and there is nowhere left to say so.
        }
    }
}
