using Crochet.Invoking;

namespace Crochet.Streams;

/// <summary>Where the iterators of a call's stream come from.</summary>
/// <param name="Invoker">Calls the method that returns the stream.</param>
/// <param name="Target">The object that it is called on.</param>
/// <param name="Holder">Told of the stream's life; null where the object outlives it anyway.</param>
internal readonly record struct StreamHost(MemberInvoker Invoker, object Target, IStreamHolder? Holder);
