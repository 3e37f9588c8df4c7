using System.Collections.Concurrent;

namespace Crochet.Benchmarks.Peers;

/// <summary>The usual loop for async code on one thread: a scheduler that queues tasks, one per call and one per continuation.</summary>
internal sealed class TaskPerCallPeer(Adder adder) : Peer(PeerNames.TaskPerCall)
{
    private readonly Loop _loop = new();

    public override int Add(int a, int b) => Start(a, b).GetAwaiter().GetResult();

    public override object Post(int a, int b) => Start(a, b);

    public override void Dispose() => _loop.Dispose();

    private Task<int> Start(int a, int b) =>
        Task.Factory.StartNew(() => adder.AddYielding(a, b), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _loop).Unwrap();

    private sealed class Loop : TaskScheduler, IDisposable
    {
        private readonly BlockingCollection<Task> _tasks = [];
        private readonly Thread _thread;

        public Loop()
        {
            _thread = new Thread(Run) { IsBackground = true, Name = PeerNames.TaskPerCall };
            _thread.Start();
        }

        public override int MaximumConcurrencyLevel => 1;

        protected override void QueueTask(Task task) => _tasks.Add(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            Thread.CurrentThread == _thread && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

        public void Dispose()
        {
            _tasks.CompleteAdding();
            _thread.Join();
            _tasks.Dispose();
        }

        private void Run()
        {
            foreach (var task in _tasks.GetConsumingEnumerable())
                TryExecuteTask(task);
        }
    }
}
