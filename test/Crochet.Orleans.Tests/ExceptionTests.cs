namespace Crochet.Tests;

/// <summary>The package's exceptions, as a test or a retry policy makes and asks them.</summary>
[TestClass]
public sealed class ExceptionTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void WorkerLost_SaysWhoAndWhatAndWhetherItNeverRan(bool neverRan)
    {
        var lost = new WorkerLostException("S127.0.0.1:1:1", "IDns.GetHostByName", neverRan);

        Assert.AreEqual("S127.0.0.1:1:1", lost.Worker);
        Assert.AreEqual("IDns.GetHostByName", lost.Call);
        Assert.AreEqual(neverRan, lost.NeverRan);
        Assert.AreEqual(neverRan, EventLoop.NeverRan(lost));
        StringAssert.Contains(lost.Message, "IDns.GetHostByName");
    }

    [TestMethod]
    public void NoWorker_SaysOfWhatInterfaceAndNeverRan()
    {
        var nobody = new NoWorkerException("IDns");

        Assert.AreEqual("IDns", nobody.Interface);
        Assert.IsTrue(EventLoop.NeverRan(nobody));
        StringAssert.Contains(nobody.Message, "IDns");
    }

    [TestMethod]
    public void RemoteFailure_HasTheTypesNameTheMessageAndTheTraceback()
    {
        var failure = new RemoteFailureException("Native.DeviceException", "Off.", "at Native.Device.Read()");

        Assert.AreEqual("Native.DeviceException", failure.TypeName);
        Assert.AreEqual("Off.", failure.Message);
        Assert.AreEqual("at Native.Device.Read()", failure.Traceback);
        Assert.IsFalse(EventLoop.NeverRan(failure));
    }
}
