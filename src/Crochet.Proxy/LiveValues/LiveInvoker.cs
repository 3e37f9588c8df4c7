using Crochet.Invoking;
using Crochet.Streams;

namespace Crochet.LiveValues;

/// <summary>The loop's side of a member whose value lives on in the loop: it hands out what stands for the value.</summary>
/// <typeparam name="T">The member's type of value.</typeparam>
internal sealed class LiveInvoker<T>(MemberInvoker inner, LivePlan plan, LiveConversion conversion)
    : MemberInvoker(inner.Member) where T : class
{
    public override bool TakesToken => inner.TakesToken;

    public override bool ReturnsPlain => inner.ReturnsPlain;

    public override bool TakesHolder => true;

    public override void Prepare() => inner.Prepare();

    public override string WayOutOf(CallArguments arguments) => inner.WayOutOf(arguments);

    public override Task? Invoke(EventualResult? call, object target, CallArguments arguments, CancellationToken cancellationToken)
    {
        var holder = target as IStreamHolder;
        // Streams outlive the call, and so must their token.
        CancellationTokenSource? source = null;
        if (TakesToken && Member.Return.IsStream)
        {
            source = new CancellationTokenSource();
            cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
        }

        var live = plan.Begin(arguments, holder?.Value ?? target, holder, source);
        var returned = (Task<T?>)inner.Invoke(call: null, holder?.Value ?? target, arguments, source?.Token ?? cancellationToken)!;
        if (!returned.IsCompletedSuccessfully)
        {
            live.Loop.Turns.UseOwnSynchronizationContext();
            var later = ConvertAsync(returned, live);
            ((EventualResult<T?>?)call)?.Follow(later);
            return later;
        }

        var value = Convert(returned.Result, live);
        if (call is null)
            return Task.FromResult(value);
        ((EventualResult<T?>)call).Succeed(value);
        return null;
    }

    private async Task<T?> ConvertAsync(Task<T?> returned, LiveCall live) => Convert(await returned.ConfigureAwait(true), live);

    private T? Convert(T? value, LiveCall live) => value is null ? null : (T)conversion.ToCaller(value, live);
}
