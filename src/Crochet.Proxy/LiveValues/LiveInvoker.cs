using Crochet.Calls;
using Crochet.Invoking;
using Crochet.Streams;

namespace Crochet.LiveValues;

/// <summary>The loop's side of a member whose value lives on in the loop: it hands out what stands for the value.</summary>
/// <typeparam name="T">The member's type of value.</typeparam>
internal sealed class LiveInvoker<T> : MemberInvoker
{
    private readonly MemberInvoker _inner;
    private readonly LivePlan _plan;
    private readonly LiveConversion _conversion;

    public LiveInvoker(MemberInvoker inner, LivePlan plan, LiveConversion conversion)
        : base(inner.Member)
    {
        _inner = inner;
        _plan = plan;
        _conversion = conversion;
        ReportsProgress = inner.ReportsProgress;
    }

    public override bool TakesToken => _inner.TakesToken;

    public override bool ReturnsPlain => _inner.ReturnsPlain;

    public override bool TakesHolder => true;

    public override CallProgress CreateProgress() => _inner.CreateProgress();

    public override void Prepare() => _inner.Prepare();

    public override string WayOutOf(CallArguments arguments) => _inner.WayOutOf(arguments);

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

        var live = _plan.Begin(arguments, holder?.Value ?? target, holder, source);
        var returned = (Task<T?>)_inner.Invoke(call: null, holder?.Value ?? target, arguments, source?.Token ?? cancellationToken)!;
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

    private T? Convert(T? value, LiveCall live) => value is null ? value : (T)_conversion.ToCaller(value, live);
}
