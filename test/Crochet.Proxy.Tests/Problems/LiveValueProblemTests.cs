namespace Crochet.Tests.Problems;

/// <summary>What is wrong with the attributes of streams, callbacks and groups; the analyzer's tests hold both to the same words.</summary>
[TestClass]
public sealed class LiveValueProblemTests : LoopTest
{
    [TestMethod]
    public void Cro019_SeveralKeys_IsToldOnce()
    {
        Of<ISeveralKeys>().AssertIs("CRO019", "ISeveralKeys.Get", "[LoopKey]", "record or tuple");
    }

    [TestMethod]
    public void Cro020_CallbacksThatReturnAPlainValue()
    {
        var problems = AllOf<ICallbacks>();

        Assert.HasCount(4, problems);
        problems[0].AssertIs("CRO020", "ICallbacks.Ask", "parameter 'ask' of type Func<int>", "it returns int");
        problems[1].AssertIs("CRO020", "ICallbacks.Listen", "IAsking.Ask returns bool");
        problems[2].AssertIs("CRO020", "ICallbacks.Unmarked", "the member is unmarked");
        problems[3].AssertIs("CRO020", "ICallbacks.Asked", "the event", "it returns int");
    }

    [TestMethod]
    public void Cro022_OnEveryLoop_WithAValueOrAKey()
    {
        var problems = AllOf<IEverywhere>();

        Assert.HasCount(2, problems);
        problems[0].AssertIs("CRO022", "IEverywhere.Count", "no single int", "EventualResult");
        problems[1].AssertIs("CRO022", "IEverywhere.Forget", "[LoopKey]");
    }

    [TestMethod]
    public void Cro026_PrefetchOfLessThanOne_OrOfNoStream()
    {
        var problems = AllOf<IPrefetching>();

        Assert.HasCount(3, problems);
        problems[0].AssertIs("CRO026", "IPrefetching.Numbers", "[Prefetch(0)]", "Give 1 or more");
        problems[1].AssertIs("CRO026", "IPrefetching.List", "returns Task<List<int>>");
        problems[2].AssertIs("CRO026", "IPrefetching.Text", "returns string");
    }

    [TestMethod]
    public void Cro027_WhatWouldRunInTheCallersThread()
    {
        var problems = AllOf<ILive>();

        Assert.HasCount(3, problems);
        problems[0].AssertIs("CRO027", "ILive.Query", "IQueryable<int>", "Return IEnumerable<int> or a list");
        problems[1].AssertIs("CRO027", "ILive.Steps", "IEnumerator<string>", "Return IEnumerable<string>");
        problems[2].AssertIs("CRO027", "ILive.AsyncSteps", "IAsyncEnumerator<string>", "Return IAsyncEnumerable<string>");
    }

    [TestMethod]
    public void Cro006_StreamsWithByRefParameters()
    {
        var problems = AllOf<IByRefStreams>();

        Assert.HasCount(2, problems);
        problems[0].AssertIs("CRO006", "IByRefStreams.Steps", "'from'");
        problems[1].AssertIs("CRO006", "IByRefStreams.Items", "'count'");
    }

    [TestMethod]
    public void Cro001_ASequenceThatNobodyWaitsFor()
    {
        Of<IUnwaited>().AssertIs("CRO001", "IUnwaited.Items", "EventualResult<IEnumerable<int>>");
    }

    [TestMethod]
    public void Create_AttributesWhereTheyBelong_NoProblem()
    {
        Assert.IsTrue(CrochetProxy.IsProxy(Proxy<IInOrder>(new InOrder())));
    }

    private CrochetProblem Of<TInterface>() where TInterface : class => Assert.ContainsSingle(AllOf<TInterface>());

    /// <summary>The problems of the interface, without those that come from nothing implementing it.</summary>
    private List<CrochetProblem> AllOf<TInterface>() where TInterface : class =>
        Problem.AllOf(() => Proxy<TInterface>(new Whatever())).Where(problem => problem.Id != "CRO004").ToList();

    public sealed class Whatever;

    public interface IAsking
    {
        bool Ask();
    }

    public interface ISeveralKeys
    {
        [WaitFor(1)]
        int Get([LoopKey] string name, [LoopKey] int id, [LoopKey] int other);
    }

    public interface ICallbacks
    {
        [WaitFor(1)]
        void Ask([Callback] Func<int> ask);

        [WaitFor(1)]
        void Listen([Callback] IAsking asking, [Callback] Action<string> heard);

        void Unmarked([Callback] Action heard);

        [Callback]
        event Func<int> Asked;
    }

    public interface IEverywhere
    {
        [WaitFor(1), OnEveryLoop]
        Task<int> Count();

        [RunInReactor, OnEveryLoop]
        void Forget([LoopKey] string name);
    }

    public interface IPrefetching
    {
        [WaitFor(1), Prefetch(0)]
        IEnumerable<int> Numbers();

        [WaitFor(1), Prefetch(5)]
        Task<List<int>> List();

        [WaitFor(1), Prefetch(5)]
        string Text { get; set; }
    }

    public interface ILive
    {
        [WaitFor(1)]
        IQueryable<int> Query();

        [WaitFor(1)]
        Task<IEnumerator<string>> Steps();

        [RunInReactor]
        EventualResult<IAsyncEnumerator<string>> AsyncSteps();
    }

    public interface IByRefStreams
    {
        [RunInReactor]
        IAsyncEnumerable<int> Steps(in int from);

        [WaitFor(1)]
        IEnumerable<int> Items(out int count);
    }

    public interface IUnwaited
    {
        [RunInReactor]
        IEnumerable<int> Items();

        [RunInReactor]
        IAsyncEnumerable<int> Steps();
    }

    public interface IInOrder
    {
        [WaitFor(1)]
        int Get([LoopKey] string name, [Callback] Action<string> heard);

        [WaitFor(1), OnEveryLoop]
        void Clear();

        [Callback]
        event EventHandler<string> Heard;
    }

    public sealed class InOrder : IInOrder
    {
        public event EventHandler<string> Heard
        {
            add { }
            remove { }
        }

        public int Get(string name, Action<string> heard) => 3;

        public void Clear()
        {
        }
    }
}
