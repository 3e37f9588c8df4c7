using Crochet.LiveValues;

namespace Crochet.Callbacks;

/// <summary>Stands for an <see cref="IProgress{T}"/>.</summary>
internal sealed class ProgressCallback<T>(IProgress<T> given, CallbackChannel channel, LiveCall live, CallbackGiving giving)
    : CallbackTarget(channel, live, giving), IProgress<T>
{
    private static readonly CallbackSignature _signature =
        CallbackSignature.Of(typeof(IProgress<T>).GetMethod(nameof(IProgress<>.Report))!);

    public void Report(T value) => _signature.Send(
        this,
        [value],
        values =>
        {
            given.Report((T)values[0]!);
            return null;
        });
}
