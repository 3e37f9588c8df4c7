using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Crochet.Stress.Pool;

/// <summary>
/// An HTTP server that answers no request before so many have come, on threads of its own: it must not need the pool whose starvation is
/// watched.
/// </summary>
internal sealed class GatheringServer : IDisposable
{
    private const int StackSize = 128 * 1024;
    private static readonly byte[] _answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CountdownEvent _missing;

    public GatheringServer(int requests)
    {
        _missing = new CountdownEvent(requests);
        _listener.Start(2_000);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public Uri Address { get; }

    public void Dispose() => _listener.Stop();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = _listener.AcceptSocket();
                new Thread(() => Serve(client), StackSize) { IsBackground = true }.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // Disposed of.
        }
    }

    private void Serve(Socket client)
    {
        var buffer = new byte[4096];
        try
        {
            // A request of these tests fits one packet.
            while (client.Receive(buffer) > 0)
            {
                _missing.Signal();
                _missing.Wait();
                client.Send(_answer);
            }
        }
        catch (SocketException)
        {
            // The client went away.
        }

        client.Dispose();
    }
}
