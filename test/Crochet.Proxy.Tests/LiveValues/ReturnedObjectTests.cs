using System.Runtime.CompilerServices;
using Castle.DynamicProxy;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.LiveValues;

/// <summary>Objects of marked interfaces that calls hand out, and that callers hand back in.</summary>
[TestClass]
public sealed class ReturnedObjectTests : LoopTest
{
    private ILibrary _proxy = null!;

    private Library Original { get; } = new();

    [TestInitialize]
    public void MakeProxy() => _proxy = Proxy<ILibrary>(Original);

    [TestMethod]
    public void Object_ThatACallReturns_RunsInTheLoop()
    {
        var book = _proxy.Find("A");

        Assert.IsTrue(CrochetProxy.IsProxy(book));
        Assert.AreSame(Loop, book.Where());
        Assert.AreEqual("A", book.Title);
    }

    [TestMethod]
    public async Task Object_InATaskOrAnEventualResult_IsAProxy()
    {
        Assert.AreSame(Loop, (await _proxy.FindAsync("A")).Where());
        Assert.AreSame(Loop, (await _proxy.FindSoonAsync("A")).Where());
        Assert.AreSame(Loop, _proxy.BeginFind("A").Wait(TestTimeouts.MustNotElapse).Where());
        Assert.AreSame(Loop, _proxy.First.Where());
    }

    [TestMethod]
    public void Null_StaysNull() => Assert.IsNull(_proxy.Find(""));

    [TestMethod]
    public void SameObject_IsTheSameProxy()
    {
        Assert.AreSame(_proxy.Find("A"), _proxy.Find("A"));
        Assert.AreSame(_proxy.Find("A"), _proxy.First);
        Assert.AreNotSame(_proxy.Find("A"), _proxy.Find("B"));
    }

    [TestMethod]
    public void Proxy_ThatNobodyHolds_IsCollected()
    {
        var reference = FindAndDrop(_proxy);

        for (var attempts = 0; attempts < 100 && IsAlive(reference); attempts++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.IsFalse(IsAlive(reference));
        Assert.AreEqual("A", _proxy.Find("A").Title);
    }

    [TestMethod]
    public void Objects_InArraysAndLists_AreProxies()
    {
        var array = _proxy.Array();
        var list = _proxy.List();

        Assert.IsTrue(array.All(CrochetProxy.IsProxy));
        Assert.IsTrue(list.All(CrochetProxy.IsProxy));
        Assert.IsTrue(_proxy.ReadOnly().All(CrochetProxy.IsProxy));
        Assert.IsTrue(_proxy.Sequence().All(CrochetProxy.IsProxy));
        Assert.AreSame(_proxy.Find("A"), array[0]);
        Assert.AreSame(_proxy.Find("A"), list[0]);
        Assert.IsFalse(Original.Books.Any(CrochetProxy.IsProxy), "The implementation's own list is as it was.");
    }

    [TestMethod]
    public async Task Objects_InStreams_AreProxies()
    {
        var read = new List<IBook>();
        await foreach (var book in _proxy.Stream())
            read.Add(book);

        Assert.HasCount(2, read);
        Assert.AreSame(_proxy.Find("A"), read[0]);
        Assert.IsTrue(_proxy.LazySequence().All(CrochetProxy.IsProxy));
    }

    [TestMethod]
    public void Object_OfAnotherDeclaredType_IsLeftAlone()
    {
        Assert.AreSame(Original.Books[0], _proxy.Anything());
        Assert.AreSame<object>(Original.Books[0], _proxy.Unmarked());
    }

    [TestMethod]
    public void HandedBackIn_GoesInAsTheObject()
    {
        var book = _proxy.Find("A");

        Assert.IsTrue(_proxy.Has(book));
        Assert.IsTrue(_proxy.HasAll([book, _proxy.Find("B")]));
        Assert.IsTrue(_proxy.HasAllOf(new List<IBook> { book }));
        Assert.IsTrue(_proxy.HasEach(Enumerable.Repeat(book, 2)));
    }

    [TestMethod]
    public void HandedIn_ArraysAndListsOfCallers_AreCopied()
    {
        var book = _proxy.Find("A");
        var array = new[] { book };

        _proxy.HasAll(array);

        Assert.AreSame(book, array[0]);
        Assert.AreNotSame(array, Original.LastArray);
    }

    [TestMethod]
    public void HandedIn_OfAnotherLoop_StaysAProxy()
    {
        using var other = new EventLoop();
        other.Start();
        var book = CrochetProxy.Create<ILibrary>(Original, other).Find("A");

        Assert.IsFalse(_proxy.Has(book));
    }

    [TestMethod]
    public void HandedIn_AProxyThatWasCreated_GoesInAsItsImplementation() =>
        Assert.IsTrue(_proxy.Has(Proxy<IBook>(Original.Books[0])));

    [TestMethod]
    public void Itself_IsTheProxyThatWasCalled()
    {
        Assert.AreSame(_proxy, _proxy.Clean());
        Assert.AreSame(_proxy, _proxy.CleanAsync().GetAwaiter().GetResult());
        Assert.AreSame(_proxy, _proxy.Find("A").Library());
    }

    [TestMethod]
    public void Itself_OfAThreadBoundObject_IsTheProxyThatWasCalled()
    {
        var library = CrochetProxy.CreateThreadBound<ILibrary>(Loop, () => new Library());

        Assert.AreSame(library, library.Clean());
        var book = library.Find("A");
        Assert.AreSame(Loop, book.Where());
        Assert.AreSame(book, library.First);
        Assert.IsTrue(library.Has(book));
        Assert.AreSame(library, book.Library());
    }

    [TestMethod]
    public void ProxyAlready_IsLeftAsItIs()
    {
        using var other = new EventLoop();
        other.Start();
        Original.Guest = CrochetProxy.Create<IBook>(new Book("C", Original), other);

        Assert.AreSame(Original.Guest, _proxy.Visitor());
        Assert.AreSame(other, _proxy.Visitor()!.Where());
    }

    [TestMethod]
    public void Disposal_OfAReturnedProxy_RunsInTheLoop()
    {
        using (_proxy.Open())
        {
        }

        Assert.AreSame(Loop, Original.DisposedIn);
    }

    [TestMethod]
    public async Task AsyncDisposal_OfAReturnedProxy_RunsInTheLoop()
    {
        await using (_proxy.OpenAsync())
        {
        }

        Assert.AreSame(Loop, Original.DisposedIn);
    }

    [TestMethod]
    public void Disposal_OfASubscription_RunsInTheLoop()
    {
        var subscription = _proxy.Subscribe();
        Assert.AreSame(subscription, _proxy.Subscribe());
        subscription.Dispose();

        Assert.AreSame(Loop, Original.DisposedIn);
    }

    [TestMethod]
    public async Task AsyncDisposal_OfASubscription_RunsInTheLoop()
    {
        await _proxy.SubscribeAsync().DisposeAsync();

        Assert.AreSame(Loop, Original.DisposedIn);
    }

    [TestMethod]
    public async Task Disposal_AfterTheStop_DoesNothing()
    {
        var session = _proxy.Open();
        var subscription = _proxy.Subscribe();
        await Loop.StopAsync();

        session.Dispose();
        subscription.Dispose();

        Assert.IsNull(Original.DisposedIn);
    }

    [TestMethod]
    public void Disposal_OnTheLoopsThread_RunsInPlace()
    {
        var session = _proxy.Open();

        Loop.WaitFor(TestTimeouts.MustNotElapse, session.Dispose);

        Assert.AreSame(Loop, Original.DisposedIn);
    }

    [TestMethod]
    public void Calls_OfAReturnedProxyOfAContainer_HaveItsTimeouts()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILibrary>(new Library());
        services.AddCrochet(options => options.Timeouts["IBook.Where"] = TimeSpan.Zero);
        using var provider = services.BuildServiceProvider();
        var loop = provider.GetRequiredService<EventLoop>();
        var book = provider.GetRequiredService<ILibrary>().Find("A");
        using var gate = new ManualResetEventSlim();
        loop.Post(gate.Wait);

        Assert.ThrowsExactly<CrochetTimeoutException>(() => book.Where());
        gate.Set();
    }

    [TestMethod]
    public void Singleton_OfAContainer_IsTheProxyThatIsHandedOutThoughNobodyHasCalledIt()
    {
        var library = new Library();
        var services = new ServiceCollection();
        services.AddSingleton<ILibrary>(library).AddSingleton(library.Find("A")).AddCrochet();
        using var provider = services.BuildServiceProvider();

        var book = provider.GetRequiredService<IBook>();

        Assert.AreSame(book, provider.GetRequiredService<ILibrary>().Find("A"));
    }

    [TestMethod]
    public void Group_ReturnsProxiesOfTheLoopThatRan()
    {
        using var group = new EventLoopGroup(2);
        group.Start();
        var library = CrochetProxy.CreateThreadBound<ILibrary>(group, static _ => new Library());

        var book = library.Find("A");

        Assert.AreSame(book.Where(), book.Where());
    }

    [TestMethod]
    public void Interceptor_ReturnsAndTakesProxies()
    {
        var proxy = new ProxyGenerator().CreateInterfaceProxyWithTarget<ILibrary>(Original, new CrochetInterceptor(Loop));

        var book = proxy.Find("A");

        Assert.AreSame(Loop, book.Where());
        Assert.IsTrue(proxy.Has(book));
        Assert.AreSame(proxy, proxy.Clean());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<IBook> FindAndDrop(ILibrary library) => new(library.Find("A"));

    // Of its own, so that nothing of it stays on the test's stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsAlive(WeakReference<IBook> reference) => reference.TryGetTarget(out _);

    public interface IUnmarkedBook
    {
        string Title { get; }
    }

    [WaitFor(seconds: 15)]
    [Compiled]
    public interface IBook
    {
        string Title { get; }

        EventLoop? Where();

        ILibrary Library();
    }

    [Compiled]
    public interface ISession : IDisposable
    {
        [WaitFor(seconds: 15)]
        void Use();
    }

    [Compiled]
    public interface IAsyncSession : IAsyncDisposable
    {
        [WaitFor(seconds: 15)]
        void Use();
    }

    [WaitFor(seconds: 15)]
    [Compiled]
    public interface ILibrary
    {
        IBook First { get; }

        IBook Find(string title);

        Task<IBook> FindAsync(string title);

        ValueTask<IBook> FindSoonAsync(string title);

        [RunInReactor]
        EventualResult<IBook> BeginFind(string title);

        IBook[] Array();

        List<IBook> List();

        IReadOnlyList<IBook> ReadOnly();

        IEnumerable<IBook> Sequence();

        IEnumerable<IBook> LazySequence();

        IAsyncEnumerable<IBook> Stream();

        object Anything();

        IUnmarkedBook Unmarked();

        bool Has(IBook book);

        bool HasAll(IBook[] books);

        bool HasAllOf(IReadOnlyList<IBook> books);

        bool HasEach(IEnumerable<IBook> books);

        ILibrary Clean();

        Task<ILibrary> CleanAsync();

        IBook? Visitor();

        ISession Open();

        IAsyncSession OpenAsync();

        IDisposable Subscribe();

        IAsyncDisposable SubscribeAsync();
    }

    public sealed class Book(string title, Library library) : IBook, IUnmarkedBook
    {
        public string Title => title;

        public EventLoop? Where() => EventLoop.Current;

        public ILibrary Library() => library;
    }

    public sealed class Library : ILibrary, ISession, IAsyncSession
    {
        private readonly Subscription _subscription;

        public Library()
        {
            Books = [new Book("A", this), new Book("B", this)];
            _subscription = new(this);
        }

        public List<IBook> Books { get; }

        public IBook[]? LastArray { get; private set; }

        public IBook? Guest { get; set; }

        public EventLoop? DisposedIn { get; private set; }

        public IBook First => Books[0];

        public IBook Find(string title) => Books.Find(book => ((Book)book).Title == title)!;

        public async Task<IBook> FindAsync(string title)
        {
            await Task.Yield();
            return Find(title);
        }

        public ValueTask<IBook> FindSoonAsync(string title) => new(Find(title));

        public EventualResult<IBook> BeginFind(string title) => EventualResult.FromResult(Find(title));

        public IBook[] Array() => [.. Books];

        public List<IBook> List() => Books;

        public IReadOnlyList<IBook> ReadOnly() => Books;

        public IEnumerable<IBook> Sequence() => Books;

        public IEnumerable<IBook> LazySequence() => Books.Select(book => book);

        public async IAsyncEnumerable<IBook> Stream()
        {
            foreach (var book in Books)
            {
                await Task.Yield();
                yield return book;
            }
        }

        public object Anything() => Books[0];

        public IUnmarkedBook Unmarked() => (Book)Books[0];

        public bool Has(IBook book) => Books.Contains(book);

        public bool HasAll(IBook[] books)
        {
            LastArray = books;
            return books.All(Books.Contains);
        }

        public bool HasAllOf(IReadOnlyList<IBook> books) => books.All(Books.Contains);

        public bool HasEach(IEnumerable<IBook> books) => books.All(Books.Contains);

        public ILibrary Clean() => this;

        public async Task<ILibrary> CleanAsync()
        {
            await Task.Yield();
            return this;
        }

        public IBook? Visitor() => Guest;

        public ISession Open() => this;

        public IAsyncSession OpenAsync() => this;

        public IDisposable Subscribe() => _subscription;

        public IAsyncDisposable SubscribeAsync() => _subscription;

        public void Use()
        {
        }

        public void Dispose() => DisposedIn = EventLoop.Current;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private sealed class Subscription(Library library) : IDisposable, IAsyncDisposable
        {
            public void Dispose() => library.Dispose();

            public ValueTask DisposeAsync() => library.DisposeAsync();
        }
    }
}
