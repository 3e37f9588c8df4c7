namespace Crochet.Tests.Proxies;

[TestClass]
public sealed class CancellationTests : LoopTest, IDisposable
{
    private readonly CancellationTokenSource _caller = new();

    public void Dispose() => _caller.Dispose();

    [TestMethod]
    public async Task CallersToken_Signalled_CancelsTheCallAndSignalsTheImplementationsOwn()
    {
        var service = new Endless();
        var proxy = Proxy<IEndless>(service);

        var call = proxy.RunAsync("x", _caller.Token);
        await service.Started.Task.WaitAsync(TestTimeouts.MustNotElapse);
        await _caller.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => call.WaitAsync(TestTimeouts.MustNotElapse));
        await service.Signalled.Task.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreNotEqual(_caller.Token, service.Token);
        Assert.AreSame(Loop, service.SignalledIn);
    }

    [TestMethod]
    public async Task CallersToken_OfABlockingCall_EndsTheWait()
    {
        var service = new Endless();
        var proxy = Proxy<IBlockingEndless>(service);

        var call = Task.Run(() => proxy.Run("x", _caller.Token));
        await service.Started.Task.WaitAsync(TestTimeouts.MustNotElapse);
        await _caller.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => call.WaitAsync(TestTimeouts.MustNotElapse));
        await service.Signalled.Task.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public void CallersToken_SignalledBefore_NeverRunsTheCall()
    {
        var service = new Endless();
        _caller.Cancel();

        Assert.Throws<OperationCanceledException>(() => Proxy<IBlockingEndless>(service).Run("x", _caller.Token));

        Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
        Assert.IsFalse(service.Started.Task.IsCompleted);
    }

    [TestMethod]
    public async Task Token_OfTheImplementationAlone_IsSignalledByTheTimeout()
    {
        var service = new Endless();

        Assert.ThrowsExactly<CrochetTimeoutException>(() => Proxy<ITokenless>(service).Run("x"));

        await service.Signalled.Task.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task Token_OfTheImplementationAlone_IsSignalledByTheLoopsStop()
    {
        var service = new Endless();
        var call = Task.Run(() => Proxy<IPatient>(service).Run("x"));
        await service.Started.Task.WaitAsync(TestTimeouts.MustNotElapse);

        Loop.Stop();

        await Assert.ThrowsExactlyAsync<EventLoopStoppedException>(() => call.WaitAsync(TestTimeouts.MustNotElapse));
        await service.Signalled.Task.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public void Token_InTheMiddleOfTheParameters_IsInjectedThere()
    {
        var tokens = new Tokens();

        Assert.AreEqual("1 two", Proxy<ITokens>(tokens).Middle(1, _caller.Token, "two"));

        Assert.IsTrue(tokens.Seen.CanBeCanceled);
        Assert.AreNotEqual(_caller.Token, tokens.Seen);
    }

    [TestMethod]
    public void Token_Nullable_IsInjectedWhetherGivenOrNot()
    {
        var tokens = new Tokens();
        var proxy = Proxy<ITokens>(tokens);

        Assert.IsTrue(proxy.Optional(null));
        Assert.IsTrue(proxy.Optional(_caller.Token));
        Assert.AreNotEqual(_caller.Token, tokens.Seen);
        _caller.Cancel();
        Assert.Throws<OperationCanceledException>(() => proxy.Optional(_caller.Token));
    }

    [TestMethod]
    public void Token_ByReadOnlyReference_IsInjected()
    {
        var tokens = new Tokens();

        Assert.IsTrue(Proxy<ITokens>(tokens).ByReference(_caller.Token));
        Assert.AreNotEqual(_caller.Token, tokens.Seen);
    }

    [TestMethod]
    public void Token_OfAnUnmarkedMember_PassesStraight()
    {
        var tokens = new Tokens();

        Proxy<ITokens>(tokens).Straight(_caller.Token);

        Assert.AreEqual(_caller.Token, tokens.Seen);
    }

    [TestMethod]
    public void Token_ThatOnlyTheImplementationOfAnUnmarkedMemberTakes_IsNone()
    {
        var shaped = new ShapedTokens();

        Proxy<IStraight>(shaped).Get();

        Assert.AreEqual(CancellationToken.None, shaped.Seen);
    }

    [Compiled]
    public interface IEndless
    {
        [WaitFor(15)]
        Task RunAsync(string name, CancellationToken cancellationToken);
    }

    [Compiled]
    public interface IBlockingEndless
    {
        [WaitFor(15)]
        void Run(string name, CancellationToken cancellationToken);
    }

    [Compiled]
    public interface ITokenless
    {
        [WaitFor(0.05)]
        void Run(string name);
    }

    [Compiled]
    public interface IPatient
    {
        [WaitFor(15)]
        void Run(string name);
    }

    public sealed class Endless
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Signalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public CancellationToken Token { get; private set; }
        public EventLoop? SignalledIn { get; private set; }

        public async Task RunAsync(string name, CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            using var registration = cancellationToken.Register(() =>
            {
                SignalledIn = EventLoop.Current;
                Signalled.SetResult();
            });
            Started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    [Compiled]
    public interface ITokens
    {
        [WaitFor(15)]
        string Middle(int first, CancellationToken cancellationToken, string last);

        [WaitFor(15)]
        bool Optional(CancellationToken? cancellationToken);

        [WaitFor(15)]
        bool ByReference(in CancellationToken cancellationToken);

        void Straight(CancellationToken cancellationToken);
    }

    public sealed class Tokens : ITokens
    {
        public CancellationToken Seen { get; private set; }

        public string Middle(int first, CancellationToken cancellationToken, string last)
        {
            Seen = cancellationToken;
            return $"{first} {last}";
        }

        public bool Optional(CancellationToken? cancellationToken)
        {
            Seen = cancellationToken!.Value;
            return Seen.CanBeCanceled;
        }

        public bool ByReference(in CancellationToken cancellationToken)
        {
            Seen = cancellationToken;
            return Seen.CanBeCanceled;
        }

        public void Straight(CancellationToken cancellationToken) => Seen = cancellationToken;
    }

    [Compiled]
    public interface IStraight
    {
        int Get();

        [WaitFor(15)]
        int GetMarked();
    }

    public sealed class ShapedTokens
    {
        public CancellationToken Seen { get; private set; } = new(canceled: true);

        public int Get(CancellationToken cancellationToken)
        {
            Seen = cancellationToken;
            return 1;
        }

        public int GetMarked() => 2;
    }
}
