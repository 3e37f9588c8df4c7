namespace Crochet.Tests.LiveValues;

/// <summary>Implementations that report progress which their interface does not have.</summary>
[TestClass]
public sealed class ReportedProgressTests : LoopTest
{
    [TestMethod]
    public async Task Implementation_WithATrailingProgress_IsReadFromTheResult()
    {
        var job = new Job();
        var result = Proxy<IJob>(job).Run(3);
        var read = new List<int>();
        var reading = ReadAsync(result, read);
        job.Gate.SetResult();

        Assert.AreEqual("done 3", await result);
        await reading;
        Assert.AreEqual(3, read[^1]);
        Assert.IsTrue(result.TryGetProgress<int>(out var last));
        Assert.AreEqual(3, last);
    }

    [TestMethod]
    public async Task Implementation_WithProgressAndToken_GetsBoth()
    {
        var job = new Job();
        var result = Proxy<IJob>(job).RunUntil(3);
        var read = new List<int>();
        var reading = ReadAsync(result, read);
        await job.Started.Task;
        result.Cancel();

        await reading;
        Assert.IsTrue(result.IsCanceled);
        Assert.IsTrue(job.WasCancelled);
        CollectionAssert.AreEqual(new[] { 1 }, read);
    }

    [TestMethod]
    public async Task Implementation_WithTheMembersTokenAfterTheProgress_GetsIt()
    {
        var job = new Job();
        using var cancellation = new CancellationTokenSource();
        var result = Proxy<IJob>(job).RunWith(3, cancellation.Token);
        await job.Started.Task;
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => result.AsTask());
        Assert.IsTrue(result.TryGetProgress<int>(out var last));
        Assert.AreEqual(1, last);
    }

    [TestMethod]
    public void Overload_OfAClassThatImplementsTheInterface_IsTaken()
    {
        var result = Proxy<ICalibration>(new Calibration()).Calibrate(2);

        Assert.AreEqual(4.0, result.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(result.TryGetProgress<double>(out var last));
        Assert.AreEqual(0.5, last);
    }

    [TestMethod]
    public void Progress_OfAMemberThatHandsBackNoResult_IsReadByNobody() => Assert.AreEqual(7, Proxy<IJob>(new Job()).Measure());

    [TestMethod]
    public void Progress_OfAThreadBoundObject_IsReadFromTheResult()
    {
        var calibration = CrochetProxy.CreateThreadBound<ICalibration>(Loop, () => new Calibration());
        for (var call = 1; call <= 2; call++)
        {
            var result = calibration.Calibrate(2);

            Assert.AreEqual(4.0, result.Wait(TestTimeouts.MustNotElapse));
            Assert.IsTrue(result.TryGetProgress<double>(out var last));
            Assert.AreEqual(0.5, last);
        }
    }

    [TestMethod]
    public async Task Progress_OfAThreadBoundObjectThatIsBeingMade_IsReadFromTheStart()
    {
        var gate = new TaskCompletionSource();
        var calibration = CrochetProxy.CreateThreadBound<ICalibration>(Loop, async _ =>
        {
            await gate.Task;
            return new Calibration();
        });
        var result = calibration.Calibrate(2);
        var read = new List<double>();
        var reading = ReadAsync(result, read);
        gate.SetResult();

        Assert.AreEqual(4.0, await result);
        await reading;
        CollectionAssert.AreEqual(new[] { 0.5 }, read);
    }

    [TestMethod]
    public void Overload_ThatWouldLoseTheCallersToken_IsNotTaken()
    {
        using var cancellation = new CancellationTokenSource();

        Assert.IsTrue(Proxy<IToken>(new Token()).Run(cancellation.Token).Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void SeveralThatReport_AreAmbiguous()
    {
        var problem = Problem.Of(() => Proxy<ICalibration>(new Undecided()));

        Assert.Contains("IProgress<double>", problem.Message);
        Assert.Contains("IProgress<string>", problem.Message);
    }

    private static async Task ReadAsync<T>(EventualResult result, List<T> read)
    {
        await foreach (var report in result.ReadProgressAsync<T>())
            read.Add(report);
    }

    [Compiled]
    public interface IJob
    {
        [RunInReactor]
        EventualResult<string> Run(int steps);

        [RunInReactor]
        EventualResult RunUntil(int steps);

        [RunInReactor]
        EventualResult RunWith(int steps, CancellationToken cancellationToken);

        [WaitFor(seconds: 15)]
        int Measure();
    }

    [Compiled]
    public interface ICalibration
    {
        [RunInReactor]
        EventualResult<double> Calibrate(double value);
    }

    [Compiled]
    public interface IToken
    {
        [RunInReactor]
        EventualResult<bool> Run(CancellationToken cancellationToken);
    }

    public sealed class Token
    {
        public bool Run(IProgress<int> progress) => false;

        public bool Run(CancellationToken cancellationToken) => cancellationToken.CanBeCanceled;
    }

    public sealed class Job
    {
        public TaskCompletionSource Gate { get; } = new();

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasCancelled { get; private set; }

        public async Task<string> Run(int steps, IProgress<int> progress)
        {
            await Gate.Task;
            for (var step = 1; step <= steps; step++)
                progress.Report(step);
            return $"done {steps}";
        }

        public async Task RunUntil(int steps, IProgress<int> progress, CancellationToken cancellationToken)
        {
            progress.Report(1);
            Started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                WasCancelled = true;
            }
        }

        public Task RunWith(int steps, IProgress<int> progress, CancellationToken cancellationToken) =>
            RunUntil(steps, progress, cancellationToken);

        public int Measure(IProgress<int> progress)
        {
            progress.Report(1);
            return 7;
        }
    }

    public sealed class Calibration : ICalibration
    {
        public EventualResult<double> Calibrate(double value) => throw new NotSupportedException("The overload is taken.");

        public double Calibrate(double value, IProgress<double> progress)
        {
            progress.Report(0.5);
            return value * 2;
        }
    }

    public sealed class Undecided
    {
        public double Calibrate(double value, IProgress<double> progress) => value;

        public double Calibrate(double value, IProgress<string> progress) => value;
    }
}
