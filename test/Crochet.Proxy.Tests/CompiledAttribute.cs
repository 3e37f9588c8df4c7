namespace Crochet.Tests;

/// <summary>
/// On interfaces of tests that run twice: here through proxies that are made at run time, and in Crochet.Compiled.Tests, where this
/// name means
/// [GenerateProxy], through compiled ones.
/// </summary>
[AttributeUsage(AttributeTargets.Interface)]
internal sealed class CompiledAttribute : Attribute;
