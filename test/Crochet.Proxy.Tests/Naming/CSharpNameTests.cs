using Crochet.Interfaces;

namespace Crochet.Tests.Naming;

[TestClass]
public sealed class CSharpNameTests
{
    [TestMethod]
    [DataRow(typeof(int), "int")]
    [DataRow(typeof(void), "void")]
    [DataRow(typeof(nuint), "nuint")]
    [DataRow(typeof(DateTime), "DateTime")]
    [DataRow(typeof(int?), "int?")]
    [DataRow(typeof(string[]), "string[]")]
    [DataRow(typeof(int[,]), "int[,]")]
    [DataRow(typeof(List<int>), "List<int>")]
    [DataRow(typeof(Dictionary<string, List<decimal?>>), "Dictionary<string, List<decimal?>>")]
    [DataRow(typeof(List<>), "List<T>")]
    [DataRow(typeof(Outer<int>.Inner), "Inner")]
    [DataRow(typeof(Outer<int>.Inner<string>), "Inner<string>")]
    [DataRow(typeof(Outer<int>), "Outer<int>")]
    public void Of_Type_IsWhatCSharpWrites(Type type, string expected)
    {
        Assert.AreEqual(expected, CSharpName.Of(type));
    }

    [TestMethod]
    [DataRow(nameof(Signatures.Nothing), "Nothing()")]
    [DataRow(nameof(Signatures.Several), "Several(int, ref string, out object, in long)")]
    [DataRow(nameof(Signatures.Generic), "Generic<T, TList>(T, TList)")]
    public void Signature_Method_IsWhatCSharpWrites(string name, string expected)
    {
        Assert.AreEqual(expected, CSharpName.Signature(typeof(Signatures).GetMethod(name)!));
    }

    public sealed class Outer<T>
    {
        public sealed class Inner;

        public sealed class Inner<TOther>;
    }

    public sealed class Signatures
    {
        public void Nothing()
        {
        }

        public void Several(int one, ref string two, out object three, in long four) => three = two;

        public void Generic<T, TList>(T one, TList two)
        {
        }
    }
}
