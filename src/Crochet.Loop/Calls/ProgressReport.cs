using System.Diagnostics.CodeAnalysis;

namespace Crochet.Calls;

/// <summary>One report of a call's progress. This one stands for none.</summary>
internal class ProgressReport
{
    /// <summary>How many reports there have been with this one. Written before the report is published.</summary>
    public long Number { get; set; }

    /// <summary>The call has ended, so that no report follows.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>The value, and the type that the call reports.</summary>
    public virtual (object? Value, Type Type) Content => (null, typeof(object));

    public virtual bool TryGet<TProgress>([MaybeNullWhen(false)] out TProgress progress)
    {
        progress = default;
        return false;
    }

    /// <summary>The same report, as the last.</summary>
    public ProgressReport ToEnd()
    {
        var end = (ProgressReport)MemberwiseClone();
        end.IsEnd = true;
        return end;
    }
}

/// <summary>One report, with its value.</summary>
internal sealed class ProgressReport<T>(T value) : ProgressReport
{
    public override (object? Value, Type Type) Content => (value, typeof(T));

    public override bool TryGet<TProgress>([MaybeNullWhen(false)] out TProgress progress)
    {
        if (value is TProgress wanted)
        {
            progress = wanted;
            return true;
        }

        progress = default;
        // Null is a value of every reference type that the call could have meant.
        return value is null && typeof(TProgress).IsAssignableFrom(typeof(T));
    }
}
