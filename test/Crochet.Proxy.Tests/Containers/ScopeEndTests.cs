using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests.Containers;

/// <summary>A scope's end and the calls that are in flight then.</summary>
[TestClass]
public sealed class ScopeEndTests
{
    private readonly ServiceCollection _services = new();
    private readonly Gates _gates = new();
    private readonly List<string> _outlived = [];
    private TimeSpan _drain = TestTimeouts.MustNotElapse;

    [TestMethod]
    [DataRow(ServiceLifetime.Scoped)]
    [DataRow(ServiceLifetime.Transient)]
    public async Task DisposeAsync_CallInFlight_WaitsForItsEnd(ServiceLifetime lifetime)
    {
        await using var provider = Build(lifetime);
        var scope = provider.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<IWork>().BeginAsync();
        await _gates.Begun.Task.WaitAsync(TestTimeouts.MustNotElapse);

        var end = scope.DisposeAsync().AsTask();
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => end.WaitAsync(TestTimeouts.MustElapse));
        CollectionAssert.AreEqual(Array.Empty<string>(), _gates.Log);
        _gates.Go.SetResult();
        await end.WaitAsync(TestTimeouts.MustNotElapse);

        await call.WaitAsync(TestTimeouts.MustNotElapse);
        CollectionAssert.AreEqual(new[] { "ended", "disposed" }, _gates.Log);
        Assert.HasCount(0, Outlived);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task End_OfAScopeWithADrainThatNoTimerReaches_WaitsForTheCall(bool isAsync)
    {
        _drain = TimeSpan.FromDays(60);
        await using var provider = Build(ServiceLifetime.Scoped);
        var scope = provider.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<IWork>().BeginAsync();
        await _gates.Begun.Task.WaitAsync(TestTimeouts.MustNotElapse);

        var end = isAsync ? scope.DisposeAsync().AsTask() : Task.Run(scope.Dispose);
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => end.WaitAsync(TestTimeouts.MustElapse));
        _gates.Go.SetResult();

        await end.WaitAsync(TestTimeouts.MustNotElapse);
        await call.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task End_OfTheContainerWithADrainThatNoTimerReaches_WaitsForTheCall()
    {
        _drain = TimeSpan.FromDays(60);
        var provider = Build(ServiceLifetime.Singleton);
        var call = provider.GetRequiredService<IWork>().BeginAsync();
        await _gates.Begun.Task.WaitAsync(TestTimeouts.MustNotElapse);

        var end = provider.DisposeAsync().AsTask();
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => end.WaitAsync(TestTimeouts.MustElapse));
        _gates.Go.SetResult();

        await end.WaitAsync(TestTimeouts.MustNotElapse);
        await call.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task Dispose_CallInFlight_BlocksForItsEnd()
    {
        await using var provider = Build(ServiceLifetime.Scoped);
        var scope = provider.CreateScope();
        scope.ServiceProvider.GetRequiredService<IWork>().Forget();
        await _gates.Begun.Task.WaitAsync(TestTimeouts.MustNotElapse);

        var end = Task.Factory.StartNew(scope.Dispose, TaskCreationOptions.LongRunning);
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => end.WaitAsync(TestTimeouts.MustElapse));
        _gates.Go.SetResult();
        await end.WaitAsync(TestTimeouts.MustNotElapse);

        CollectionAssert.AreEqual(new[] { "ended", "disposed" }, _gates.Log);
    }

    [TestMethod]
    public async Task DisposeAsync_QueuedCall_WaitsForItToRun()
    {
        await using var provider = Build(ServiceLifetime.Scoped);
        var gate = new ManualResetEventSlim();
        provider.GetRequiredService<EventLoop>().Post(gate.Wait);
        var scope = provider.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<IWork>().Number();

        var end = scope.DisposeAsync().AsTask();
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => end.WaitAsync(TestTimeouts.MustElapse));
        gate.Set();
        await end.WaitAsync(TestTimeouts.MustNotElapse);

        Assert.AreEqual(1, await call);
        CollectionAssert.AreEqual(new[] { "number", "disposed" }, _gates.Log);
    }

    [TestMethod]
    public async Task DisposeAsync_WithdrawnCall_DoesNotWaitForIt()
    {
        await using var provider = Build(ServiceLifetime.Scoped);
        using var gate = new ManualResetEventSlim();
        provider.GetRequiredService<EventLoop>().Post(gate.Wait);
        var scope = provider.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<IWork>();

        work.Number().Cancel();
        Assert.ThrowsExactly<CrochetTimeoutException>(work.Briefly);
        await Assert.ThrowsAsync<OperationCanceledException>(() => work.CancellableAsync(new CancellationToken(true)));
        await scope.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);

        CollectionAssert.AreEqual(new[] { "disposed" }, _gates.Log);
        gate.Set();
    }

    [TestMethod]
    public async Task DisposeAsync_CallThatOutlivesTheDrain_IsCancelledAndNamedAndTheScopeGoesOn()
    {
        _drain = TestTimeouts.MustElapse;
        await using var provider = Build(ServiceLifetime.Scoped);
        var scope = provider.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<IWork>().CancellableAsync(default);
        await _gates.Begun.Task.WaitAsync(TestTimeouts.MustNotElapse);

        await scope.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);

        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        CollectionAssert.AreEqual(new[] { "cancelled", "disposed" }, _gates.Log);
        Assert.Contains("IWork.CancellableAsync", Outlived.Single());
    }

    [TestMethod]
    public async Task Dispose_CallThatIsDeafToItsToken_GoesOnWithoutIt()
    {
        _drain = TimeSpan.Zero;
        await using var provider = Build(ServiceLifetime.Scoped);
        var scope = provider.CreateScope();
        var call = scope.ServiceProvider.GetRequiredService<IWork>().BeginAsync();
        await _gates.Begun.Task.WaitAsync(TestTimeouts.MustNotElapse);

        scope.Dispose();

        await Assert.ThrowsAsync<OperationCanceledException>(() => call.WaitAsync(TestTimeouts.MustNotElapse));
        CollectionAssert.AreEqual(new[] { "disposed" }, _gates.Log);
        _gates.Go.SetResult();
    }

    [TestMethod]
    public async Task DisposeAsync_QueuedCallThatOutlivesTheDrain_NeverRuns()
    {
        _drain = TimeSpan.Zero;
        await using var provider = Build(ServiceLifetime.Scoped);
        using var gate = new ManualResetEventSlim();
        provider.GetRequiredService<EventLoop>().Post(gate.Wait);
        var scope = provider.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<IWork>().Number();

        await scope.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);
        gate.Set();

        await Assert.ThrowsAsync<OperationCanceledException>(() => call.AsTask().WaitAsync(TestTimeouts.MustNotElapse));
        CollectionAssert.AreEqual(new[] { "disposed" }, _gates.Log);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Dispose_OnALoopsThread_SignalsTokensAndDoesNotWait(bool isAsync)
    {
        await using var provider = Build(ServiceLifetime.Scoped);
        var scope = provider.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<IWork>().CancellableAsync(default);
        await _gates.Begun.Task.WaitAsync(TestTimeouts.MustNotElapse);

        await provider.GetRequiredService<EventLoop>().RunInReactor(async () =>
        {
            if (isAsync)
                await scope.DisposeAsync();
            else
                scope.Dispose();
        }).AsTask().WaitAsync(TestTimeouts.MustNotElapse);

        await Assert.ThrowsAsync<OperationCanceledException>(() => call.WaitAsync(TestTimeouts.MustNotElapse));
        CollectionAssert.AreEquivalent(new[] { "cancelled", "disposed" }, _gates.Log);
        Assert.Contains("IWork.CancellableAsync", Outlived.Single());
    }

    [TestMethod]
    public async Task DisposeAsync_SeveralImplementations_AreAllUndisturbedUntilTheirCallsEnd()
    {
        _services.AddScoped<IOther, Other>();
        await using var provider = Build(ServiceLifetime.Scoped);
        var scope = provider.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<IWork>().BeginAsync();
        Assert.AreEqual(2, scope.ServiceProvider.GetRequiredService<IOther>().Two());
        await _gates.Begun.Task.WaitAsync(TestTimeouts.MustNotElapse);

        var end = scope.DisposeAsync().AsTask();
        _gates.Go.SetResult();
        await end.WaitAsync(TestTimeouts.MustNotElapse);

        await call;
        Assert.AreEqual("ended", _gates.Log[0]);
        CollectionAssert.AreEquivalent(new[] { "ended", "other disposed", "disposed" }, _gates.Log);
    }

    [TestMethod]
    public async Task DisposeAsync_OfAnotherScope_WaitsForNothing()
    {
        await using var provider = Build(ServiceLifetime.Scoped);
        await using var busy = provider.CreateAsyncScope();
        var call = busy.ServiceProvider.GetRequiredService<IWork>().BeginAsync();
        await _gates.Begun.Task.WaitAsync(TestTimeouts.MustNotElapse);

        var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IWork>().Number();
        await scope.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);

        CollectionAssert.AreEqual(new[] { "number", "disposed" }, _gates.Log);
        _gates.Go.SetResult();
        await call.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task Scopes_ManyWithCallsOfEveryShape_EndWithNothingTouchedAfterItsDisposal()
    {
        await using var provider = Build(ServiceLifetime.Scoped);
        _gates.Go.SetResult();

        await Parallel.ForEachAsync(Enumerable.Range(0, 400), async (number, cancellationToken) =>
        {
            await using var scope = provider.CreateAsyncScope();
            var work = scope.ServiceProvider.GetRequiredService<IWork>();
            work.Forget();
            _ = work.Number();
            _ = work.BeginAsync();
            if (number % 2 == 0)
                work.AtLength();
        }).WaitAsync(TestTimeouts.MustNotElapse);

        Assert.IsFalse(_gates.Log.Contains("touched after its disposal"));
        Assert.AreEqual(400, _gates.Log.Count(static entry => entry == "disposed"));
        Assert.AreEqual(400, _gates.Log.Count(static entry => entry == "number"));
    }

    private List<string> Outlived
    {
        get
        {
            lock (_outlived)
                return [.. _outlived];
        }
    }

    private ServiceProvider Build(ServiceLifetime lifetime)
    {
        _services.AddSingleton(_gates);
        _services.AddLogging(logging => logging.AddProvider(new Entries(_outlived)));
        ((ICollection<ServiceDescriptor>)_services).Add(new(typeof(IWork), typeof(Work), lifetime));
        _services.AddCrochet(options => options.DrainTimeout = _drain);
        return _services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    public interface IWork
    {
        [RunInReactor]
        Task BeginAsync();

        [RunInReactor]
        void Forget();

        [RunInReactor]
        EventualResult<int> Number();

        [WaitFor(0.05)]
        void Briefly();

        [WaitFor(15)]
        void AtLength();

        [WaitFor(15)]
        Task CancellableAsync(CancellationToken cancellationToken);
    }

    public sealed class Work(Gates gates) : IWork, IDisposable
    {
        private bool _isDisposed;

        public async Task BeginAsync()
        {
            gates.Begun.TrySetResult();
            await gates.Go.Task;
            Touch("ended");
        }

        public void Forget()
        {
            gates.Begun.TrySetResult();
            gates.Go.Task.Wait(TestTimeouts.MustNotElapse);
            Touch("ended");
        }

        public EventualResult<int> Number()
        {
            Touch("number");
            return 1;
        }

        public void Briefly() => Touch("brief");

        public void AtLength() => Touch("length");

        public async Task CancellableAsync(CancellationToken cancellationToken)
        {
            gates.Begun.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                Touch("cancelled");
            }
        }

        public void Dispose()
        {
            Touch("disposed");
            _isDisposed = true;
        }

        private void Touch(string entry) => gates.Add(Volatile.Read(ref _isDisposed) ? "touched after its disposal" : entry);
    }

    public interface IOther
    {
        [WaitFor(15)]
        int Two();
    }

    public sealed class Other(Gates gates) : IOther, IDisposable
    {
        public int Two() => 2;

        public void Dispose() => gates.Add("other disposed");
    }

    public sealed class Gates
    {
        private readonly List<string> _log = [];

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Log
        {
            get
            {
                lock (_log)
                    return [.. _log];
            }
        }

        public void Add(string entry)
        {
            lock (_log)
                _log.Add(entry);
        }
    }

    private sealed class Entries(List<string> outlived) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id != 34)
                return;
            lock (outlived)
                outlived.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
