namespace Crochet.Diagnostics;

/// <summary>An exception's text with the stack trace that it once had.</summary>
internal static class ExceptionText
{
    /// <param name="exception">The object itself, whose stack trace may have been written over since. Its ToString is called once at
    /// most.</param>
    /// <param name="asItWas">A copy with the stack trace of then.</param>
    public static string Of(Exception exception, Exception asItWas)
    {
        try
        {
            // What an exception's own ToString says may depend on the object; the base's says the same of the copy.
            return HasOwnText(exception) ? OwnTextOf(exception, asItWas) : asItWas.ToString();
        }
        catch (Exception broken)
        {
            return PartsOf(asItWas, broken);
        }
    }

    /// <summary>A part of an exception, whose own code may throw.</summary>
    public static string? Try(Func<string?> part)
    {
        try
        {
            return part();
        }
        catch (Exception broken)
        {
            return $"(this threw {broken.GetType()})";
        }
    }

    private static bool HasOwnText(Exception exception) => ((Func<string>)exception.ToString).Method.DeclaringType != typeof(Exception);

    private static string OwnTextOf(Exception exception, Exception asItWas)
    {
        var text = exception.ToString() ?? "";
        var before = asItWas.StackTrace;
        var now = exception.StackTrace;
        return string.IsNullOrEmpty(before) || string.IsNullOrEmpty(now) ? text : text.Replace(now, before, StringComparison.Ordinal);
    }

    private static string PartsOf(Exception asItWas, Exception broken)
    {
        var text = $"{asItWas.GetType()}: {Try(() => asItWas.Message)}{Environment.NewLine}(its ToString threw {broken.GetType()})";
        for (var inner = asItWas.InnerException; inner is not null; inner = inner.InnerException)
        {
            var shown = inner;
            text += $"{Environment.NewLine} ---> {shown.GetType()}: "
                + $"{Try(() => shown.Message)}{Environment.NewLine}{Try(() => shown.StackTrace)}";
        }

        return $"{text}{Environment.NewLine}{Try(() => asItWas.StackTrace)}";
    }
}
