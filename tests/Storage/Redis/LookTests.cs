using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>Why Redis takes nothing: each reason is told from the others, soon, and is over by itself.</summary>
public sealed class LookTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(FaultReason.OutOfMemory, "CONFIG SET maxmemory 1mb", "CONFIG SET maxmemory 0")]
    [InlineData(FaultReason.ReadOnly, "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE")]
    [InlineData(FaultReason.CannotSave, "CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0")]
    public async Task What_an_operator_can_do_to_it(FaultReason reason, string harm, string mend)
    {
        await using var server = await RedisServer.StartAsync(appendOnly: false);
        await using var redis = await Engines.ConnectAsync(server.ConnectionString);
        await SeenAsync(redis, null);
        await CommandAsync(server, harm);
        await SeenAsync(redis, reason);
        await CommandAsync(server, mend);
        await SeenAsync(redis, null);
    }

    [Fact]
    public async Task Its_append_only_file_cannot_be_written()
    {
        using var disk = SmallDisk.Mount(8);
        await using var server = await RedisServer.StartAsync(true, "--dir", disk.Path);
        await using var redis = await Engines.ConnectAsync(server.ConnectionString);
        await SeenAsync(redis, null);
        disk.Fill();
        await SeenAsync(redis, FaultReason.CannotSave);
        disk.Free();
        await SeenAsync(redis, null);
        server.Kill();
    }

    [Fact]
    public async Task Away_silent_or_loading()
    {
        await using var server = await RedisServer.StartAsync(
            false,
            "--key-load-delay",
            "5000",
            "--loading-process-events-interval-bytes",
            "1024"
        );
        await using var redis = await Engines.ConnectAsync(server.ConnectionString);
        await server.CommandAsync("EVAL", "for i = 1, 800 do redis.call('SET', 'k' .. i, string.rep('x', 100)) end", 0);
        await server.CommandAsync("SAVE");
        server.Freeze();
        await SeenAsync(redis, FaultReason.Silent);
        server.Thaw();
        await SeenAsync(redis, null);
        await server.StopAsync();
        await SeenAsync(redis, FaultReason.Refused);
        var restarting = server.RestartAsync();
        await SeenAsync(redis, FaultReason.StartingOrStopping);
        await restarting;
        await SeenAsync(redis, null);
    }

    [Theory]
    [InlineData(FaultReason.PasswordMissing, "")]
    [InlineData(FaultReason.PasswordWrong, ",password=Sec;ret#1")]
    [InlineData(FaultReason.PasswordWrong, ",user=nobody,password=x")]
    [InlineData(FaultReason.Tls, ",password=right,ssl=true")]
    [InlineData(null, ",password=right")]
    public async Task It_does_not_let_us_in(FaultReason? reason, string settings)
    {
        await using var server = await RedisServer.StartAsync(false, "--requirepass", "right");
        await using var redis = await Engines.ConnectAsync(server.ConnectionString + settings);
        await SeenAsync(redis, reason);
    }

    [Theory]
    [InlineData(FaultReason.UnknownHost, "no-such-host.invalid:6379")]
    [InlineData(FaultReason.Refused, "127.0.0.1:1")]
    public async Task There_is_nobody(FaultReason reason, string address)
    {
        await using var redis = new RedisConnection(new StorageOptions { Redis = address }, NullLogger<RedisConnection>.Instance);
        Assert.Equal(FaultReason.NotReady, await redis.LookAsync(default));
        await redis.StartAsync(default);
        await SeenAsync(redis, reason);
    }

    [Theory]
    [InlineData("rediss://:right@127.0.0.1:{0}")]
    [InlineData("rediss://:right@localhost:{0}/0")]
    [InlineData("127.0.0.1:{0},password=right,ssl=true")]
    public async Task We_speak_TLS_and_it_does_not(string address)
    {
        await using var server = await RedisServer.StartAsync(false, "--requirepass", "right");
        await using var redis = new RedisConnection(
            new StorageOptions { Redis = address.Replace("{0}", $"{server.Port}", StringComparison.Ordinal) },
            NullLogger<RedisConnection>.Instance
        );
        await redis.StartAsync(default);
        await SeenAsync(redis, FaultReason.Tls);
    }

    [Theory]
    [InlineData("redis://:right@127.0.0.1:{0}")]
    [InlineData("127.0.0.1:{0}")]
    public async Task It_speaks_TLS_and_we_do_not(string address)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var ended = new CancellationTokenSource();
        var serving = ServeTlsAsync(listener, ended.Token);
        var where = address.Replace("{0}", $"{((IPEndPoint)listener.LocalEndpoint).Port}", StringComparison.Ordinal);
        await using (var redis = new RedisConnection(new StorageOptions { Redis = where }, NullLogger<RedisConnection>.Instance))
        {
            await redis.StartAsync(default);
            await SeenAsync(redis, FaultReason.Tls);
        }

        await ended.CancelAsync();
        await serving;
    }

    /// <summary>Until the test is over.</summary>
    private static async Task ServeTlsAsync(TcpListener listener, CancellationToken ended)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            now.AddDays(-1),
            now.AddDays(1)
        );
        try
        {
            while (true)
            {
                await using var secured = new SslStream(new NetworkStream(await listener.AcceptSocketAsync(ended), ownsSocket: true));
                await secured
                    .AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ended)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (OperationCanceledException) { }
    }

    [Fact]
    public async Task A_cluster_of_which_one_master_is_dead()
    {
        string[] cluster = ["--cluster-enabled", "yes", "--cluster-require-full-coverage", "no", "--cluster-node-timeout", "1000"];
        await using var one = await RedisServer.StartAsync(false, cluster);
        await using var redis = await Engines.ConnectAsync(one.ConnectionString);
        await SeenAsync(redis, FaultReason.SlotsUnserved);

        await using var other = await RedisServer.StartAsync(false, cluster);
        await one.CommandAsync("CLUSTER", "ADDSLOTSRANGE", 0, 12_000);
        await other.CommandAsync("CLUSTER", "ADDSLOTSRANGE", 12_001, 16_383);
        await one.CommandAsync("CLUSTER", "MEET", "127.0.0.1", other.Port);
        await SeenAsync(redis, null, TimeSpan.FromSeconds(30));
        other.Kill();
        await SeenAsync(redis, FaultReason.SlotsUnserved);
        await other.RestartAsync();
        await SeenAsync(redis, null, TimeSpan.FromSeconds(15));
    }

    private static async Task CommandAsync(RedisServer server, string line)
    {
        var words = line.Split(' ');
        await server.CommandAsync(words[0], [.. words.Skip(1)]);
    }

    private static Task SeenAsync(RedisConnection redis, FaultReason? reason, TimeSpan? within = null) =>
        Until.SeenAsync($"it to be {reason?.ToString() ?? "well"}", within ?? Soon, () => redis.LookAsync(default), seen => seen == reason);
}
