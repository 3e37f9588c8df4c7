namespace Crochet;

/// <summary>
/// The implementation of a call threw in its process, something that does not come back as itself: only Crochet's own exceptions do, and
/// the plain ones of the core library. The message is the one of the exception that was thrown.
/// </summary>
public sealed class RemoteFailureException : Exception
{
    /// <summary>Makes one; for a test double to throw, too.</summary>
    /// <param name="typeName">The full name of the exception's type.</param>
    /// <param name="message">What it said.</param>
    /// <param name="traceback">Its text with its stack trace, as it was in its process.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public RemoteFailureException(string typeName, string message, string traceback)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(typeName);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(traceback);
        TypeName = typeName;
        Traceback = traceback;
    }

    /// <summary>The full name of the exception's type.</summary>
    public string TypeName { get; }

    /// <summary>Type, message and stack trace, as they were in the implementation's process.</summary>
    public string Traceback { get; }

    /// <summary>This exception's text, and then the <see cref="Traceback"/>.</summary>
    public override string ToString() =>
        $"{base.ToString()}{Environment.NewLine}--- In the implementation's process:{Environment.NewLine}{Traceback}";
}
