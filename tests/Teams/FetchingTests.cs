using System.Net;
using System.Net.Sockets;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Attachments;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Addresses of attachments are anybody's: nothing of this machine or its network is ever asked, and our token is shown to nobody
/// else.</summary>
public sealed class FetchingTests : IAsyncLifetime
{
    private ConnectorStub stub = null!;
    private TeamsFace teams = null!;

    public async ValueTask InitializeAsync()
    {
        stub = await ConnectorStub.StartAsync();
        teams = await TeamsFace.OpenAsync(stub);
    }

    public async ValueTask DisposeAsync()
    {
        await teams.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("1.1.1.1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.0.9", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.0.0.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("198.51.100.1", false)]
    [InlineData("203.0.113.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b::808:808", false)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("100::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("3fff::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fe80::1%1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void Only_the_public_internet_is_public(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://127.1/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://localhost./")]
    [InlineData("https://LOCALHOST/")]
    [InlineData("https://１２７.０.０.１/")]
    [InlineData("https://user@example.com/")]
    [InlineData("https://example.com:8443/")]
    [InlineData("https://example.com:22/")]
    [InlineData("http://example.com/")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("ftp://example.com/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("//example.com/a.png")]
    [InlineData("")]
    public async Task Addresses_that_lead_inside_are_not_asked(string url)
    {
        var before = stub.All.Count;
        var kept = await teams
            .Get<AttachmentFetcher>()
            .FetchAsync(new Attachment(url, "a.png", NeedsToken: true), stub.ServiceUrl, default);
        Assert.Equal(new MediaResult.Refused("media.address"), kept);
        Assert.Equal(before, stub.All.Count);
    }

    [Fact]
    public async Task The_stand_in_on_this_machine_is_asked_at_its_own_door_only()
    {
        stub.Next(context => context.Response.Body.WriteAsync(Samples.Png()).AsTask());
        var kept = await FetchAsync($"{stub.ServiceUrl}/v3/attachments/1/views/original");
        Assert.IsType<MediaResult.Ok>(kept);
        await using var other = await ConnectorStub.StartAsync();
        Assert.Equal(new MediaResult.Refused("media.address"), await FetchAsync($"{other.ServiceUrl}/x"));
        Assert.Empty(other.All);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var inside = await ConnectorStub.StartAsync();
        stub.Next(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = $"{inside.ServiceUrl}/secret";
            return Task.CompletedTask;
        });
        Assert.Equal(new MediaResult.Refused("media.fetch"), await FetchAsync($"{stub.ServiceUrl}/moved"));
        Assert.Empty(inside.All);
    }

    [Fact]
    public async Task What_comes_slowly_is_given_up_and_what_is_cut_off_is_not_kept()
    {
        stub.Next(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync(Samples.Png());
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        Assert.Equal(new MediaResult.Refused("media.fetch"), await FetchAsync($"{stub.ServiceUrl}/cut"));
        stub.Next(500);
        Assert.Equal(new MediaResult.Refused("media.fetch"), await FetchAsync($"{stub.ServiceUrl}/broken"));
    }

    [Fact]
    public async Task A_name_is_asked_for_once_and_the_address_checked_is_the_one_connected()
    {
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        var port = ((IPEndPoint)inside.LocalEndpoint).Port;
        var asked = 0;
        // Rebinding: public when it is checked, private when it is asked again.
        var dialer = new Dialer(
            (_, _) =>
                Task.FromResult<IPAddress[]>(
                    Interlocked.Increment(ref asked) == 1 ? [IPAddress.Parse("203.0.113.7")] : [IPAddress.Loopback]
                )
        );
        Assert.IsType<PrivateAddressException>((await RefusedAsync(dialer, $"http://rebind.example:{port}/")).InnerException);
        Assert.Equal(1, asked);
        var mixed = new Dialer((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]));
        Assert.IsType<PrivateAddressException>((await RefusedAsync(mixed, $"http://mixed.example:{port}/")).InnerException);
        var none = new Dialer((_, _) => Task.FromResult<IPAddress[]>([]));
        Assert.IsType<PrivateAddressException>((await RefusedAsync(none, $"http://none.example:{port}/")).InnerException);
        Assert.False(inside.Pending());
    }

    [Fact]
    public async Task Our_token_goes_to_the_channel_and_to_nobody_else()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var guarded = await GuardedAsync(issuer);
        var trusts = guarded.Get<AttachmentTrust>();
        Trust? Judge(string url) => trusts.Judge(new Uri(url), "https://smba.trafficmanager.net/amer/");
        Assert.Equal(Trust.Channel, Judge("https://smba.trafficmanager.net/amer/t/v3/attachments/1/views/original"));
        Assert.Equal(Trust.None, Judge("https://contoso.sharepoint.com/download.aspx"));
        Assert.Equal(Trust.None, Judge("https://smba.trafficmanager.net.evil.example/x"));
        Assert.Equal(Trust.None, Judge("https://evil.example/smba.trafficmanager.net"));
        Assert.Null(await trusts.TokenAsync(Trust.None, refresh: false, default));
        Assert.Null(await trusts.TokenAsync(Trust.Loopback, refresh: false, default));
        // With an app configured nothing of this machine is asked at all.
        Assert.Null(trusts.Judge(new Uri($"{stub.ServiceUrl}/v3/attachments/1"), stub.ServiceUrl));

        // Hosts that .NET takes for one and throws at when it is asked for.
        string[] odd = ["https://\u200B.com/", "https://\uFFFE.com/", "https://xn--/", "https://a..b/", "https:///x", "https://"];
        foreach (var none in odd)
        {
            Assert.True(!Uri.TryCreate(none, UriKind.Absolute, out var host) || trusts.Judge(host, none) is null or Trust.None, none);
            Assert.Equal(Trust.None, guarded.Get<ServiceHost>().Judge(none));
            var file = new Attachment(none, "a.png", NeedsToken: true);
            Assert.IsType<MediaResult.Refused>(await guarded.Get<AttachmentFetcher>().FetchAsync(file, none, default));
        }
    }

    /// <summary>With an app, whose tokens this issuer signs.</summary>
    private Task<TeamsFace> GuardedAsync(FakeIssuer issuer) =>
        TeamsFace.OpenAsync(
            stub,
            "Development",
            ("Omo:Teams:AppId", FakeIssuer.AppId),
            ("Omo:Teams:TenantId", FakeIssuer.Tenant),
            ("Omo:Teams:ClientSecret", "canary-secret"),
            ("Omo:Teams:MetadataAddress", issuer.Metadata)
        );

    private Task<MediaResult> FetchAsync(string url) =>
        teams.Get<AttachmentFetcher>().FetchAsync(new Attachment(url, "a.png", NeedsToken: true), stub.ServiceUrl, default);

    private static async Task<HttpRequestException> RefusedAsync(Dialer dialer, string url)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = dialer.ConnectAsync, UseProxy = false });
        return await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(url));
    }
}
