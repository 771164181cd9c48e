using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

public sealed class ConnectorClientTests : IAsyncLifetime
{
    private const string Channel = "https://smba.trafficmanager.net/teams";
    private static readonly JsonObject Hello = new() { ["type"] = "message", ["text"] = "您好" };
    private readonly HurriedTime time = new();
    private ConnectorStub stub = null!;
    private IHost host = null!;
    private ConnectorClient connector = null!;

    private ConversationAddress Here => new(stub.ServiceUrl, "19:abc@thread.tacv2;messageid=1");

    public async ValueTask InitializeAsync()
    {
        stub = await ConnectorStub.StartAsync();
        host = Build("Development");
        connector = host.Services.GetRequiredService<ConnectorClient>();
    }

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        await stub.DisposeAsync();
    }

    [Fact]
    public async Task A_message_reaches_its_conversation_with_ids_escaped_and_chinese_as_it_is()
    {
        Assert.Equal(new ConnectorResult.Done("m1"), await connector.SendAsync(Here, Hello, default));
        var call = await stub.CallAsync();
        Assert.Equal(
            ("POST", "/teams/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D1/activities", ""),
            (call.Method, call.Path, call.Authorization)
        );
        Assert.Equal("""{"type":"message","text":"您好"}""", call.Body);
        await connector.ReplyAsync(Here with { ServiceUrl = stub.ServiceUrl + "/" }, "a/b", Hello, default);
        Assert.Equal("/teams/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D1/activities/a%2Fb", (await stub.CallAsync()).Path);
        await connector.UpdateAsync(Here, "m1", Hello, default);
        Assert.Equal("PUT", (await stub.CallAsync()).Method);
    }

    [Fact]
    public async Task A_throttle_is_waited_for_as_long_as_it_asks()
    {
        stub.Next(429, """{"error":{"code":"Throttled"}}""", retryAfter: "7");
        stub.Next(412, """{"error":{"code":"PreconditionFailed"}}""");
        Assert.IsType<ConnectorResult.Done>(await connector.SendAsync(Here, Hello, default));
        Assert.Equal(3, stub.All.Count);
        Assert.Contains(TimeSpan.FromSeconds(7), time.Waits);
    }

    [Theory]
    [InlineData("86400")]
    [InlineData("Fri, 31 Dec 2199 23:59:59 GMT")]
    public async Task No_throttle_is_waited_for_without_end(string retryAfter)
    {
        for (var i = 0; i < 9; i++)
            stub.Next(429, "", retryAfter);
        Assert.Equal(new ConnectorResult.Failed("429"), await connector.SendAsync(Here, Hello, default));
        Assert.Equal(5, stub.All.Count);
        Assert.All(time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_new_message_whose_fate_is_unknown_is_not_repeated_and_an_update_is(int status)
    {
        stub.Next(status, "<html>Bad gateway</html>");
        Assert.IsType<ConnectorResult.Unknown>(await connector.SendAsync(Here, Hello, default));
        Assert.Single(stub.All);
        stub.Next(status, "<html>Bad gateway</html>");
        Assert.IsType<ConnectorResult.Done>(await connector.UpdateAsync(Here, "m1", Hello, default));
        Assert.Equal(3, stub.All.Count);
    }

    [Fact]
    public async Task A_connection_cut_after_the_call_leaves_a_message_unknown_and_an_update_is_made_again()
    {
        Func<HttpContext, Task> cut = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        stub.Next(cut);
        Assert.IsType<ConnectorResult.Unknown>(await connector.SendAsync(Here, Hello, default));
        Assert.Single(stub.All);
        stub.Next(cut);
        Assert.IsType<ConnectorResult.Done>(await connector.UpdateAsync(Here, "m1", Hello, default));
    }

    [Theory]
    [InlineData(403, "ConversationBlockedByUser")]
    [InlineData(404, "ConversationNotFound")]
    public async Task A_conversation_that_is_gone_is_told_so(int status, string code)
    {
        stub.Next(status, $$$"""{"error":{"code":"{{{code}}}","message":"x"}}""");
        Assert.Equal(new ConnectorResult.Gone(code), await connector.SendAsync(Here, Hello, default));
    }

    [Theory]
    [InlineData(413, "<html>too large</html>")]
    [InlineData(400, "{\"error\":\"text\"}")]
    [InlineData(500, "[1]")]
    [InlineData(302, "")]
    public async Task Any_other_no_is_no_whatever_it_says(int status, string body)
    {
        stub.Next(status, body);
        Assert.IsType<ConnectorResult.Failed>(await connector.UpdateAsync(Here, "m1", Hello, default));
        Assert.Single(stub.All);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        stub.Next(async context =>
        {
            context.Response.StatusCode = 200;
            var junk = new byte[64 * 1024];
            for (var i = 0; i < 10_000 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.Body.WriteAsync(junk);
        });
        Assert.Equal(new ConnectorResult.Done(null), await connector.SendAsync(Here, Hello, default));
    }

    [Fact]
    public async Task A_conversation_hears_things_in_the_order_they_were_said()
    {
        stub.Next(429, "", retryAfter: "1");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => connector.SendAsync(Here, new JsonObject { ["text"] = $"{i}" }, default)));
        Assert.Equal(["0", "0", "1", "2", "3", "4", "5", "6", "7"], stub.All.Select(call => call.Text));
    }

    [Fact]
    public async Task A_connector_that_is_down_is_tried_again_and_given_up()
    {
        var nowhere = new ConversationAddress($"http://127.0.0.1:{Servers.Ports.Free()}", "c");
        Assert.IsType<ConnectorResult.Failed>(await connector.SendAsync(nowhere, Hello, default));
        Assert.Equal(4, time.Waits.Count(wait => wait < TimeSpan.FromSeconds(12) && wait > TimeSpan.FromMilliseconds(500)));
    }

    [Fact]
    public async Task Our_token_goes_to_the_channel_and_is_renewed_once_when_refused()
    {
        stub.Next(401);
        Assert.IsType<ConnectorResult.Done>(await connector.SendAsync(new(Channel, "c"), Hello, default));
        Assert.Equal(["", "Bearer token-1", "", "Bearer token-2"], stub.All.Select(call => call.Authorization));
        stub.Next(401);
        stub.Next(401);
        Assert.Equal(new ConnectorResult.Failed("401"), await connector.SendAsync(new(Channel, "c"), Hello, default));
        Assert.Contains("client_secret=canary", stub.All.First().Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net.evil.example/")]
    [InlineData("https://evil.example/teams")]
    [InlineData("http://smba.trafficmanager.net/teams")]
    [InlineData("https://smba.trafficmanager.net:8443/teams")]
    [InlineData("https://user@smba.trafficmanager.net/teams")]
    [InlineData("https://botframework.com/")]
    [InlineData("https://169.254.169.254/")]
    public async Task Nothing_at_all_goes_to_another_host(string serviceUrl)
    {
        Assert.Equal(new ConnectorResult.Failed("UntrustedHost"), await connector.SendAsync(new(serviceUrl, "c"), Hello, default));
        Assert.Empty(stub.All);
    }

    [Fact]
    public async Task Nothing_goes_to_this_machine_in_production()
    {
        using var production = Build("Production");
        Assert.Equal(
            new ConnectorResult.Failed("UntrustedHost"),
            await production.Services.GetRequiredService<ConnectorClient>().SendAsync(Here, Hello, default)
        );
        Assert.Empty(stub.All);
    }

    private IHost Build(string environment)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Omo:Teams:AppId"] = FakeIssuer.AppId,
                ["Omo:Teams:TenantId"] = FakeIssuer.Tenant,
                ["Omo:Teams:ClientSecret"] = "canary",
            }
        );
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        // Nothing is kept of these chats: whatever is said here is said without it.
        builder.Services.AddSingleton(NoStore.Chats);
        builder.AddTeams();
        builder
            .Services.AddHttpClient(ConnectorClient.Client)
            .ConfigurePrimaryHttpMessageHandler(() => new Rerouted(stub.Address, "/teams"));
        builder.Services.AddHttpClient(Tokens.Client).ConfigurePrimaryHttpMessageHandler(() => new Rerouted(stub.Address, ""));
        return builder.Build();
    }

    // What would go to Microsoft goes to the stub, after everything of ours has been done to it.
    private sealed class Rerouted(Uri to, string under) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.RequestUri!.IsLoopback)
                request.RequestUri = new Uri(
                    to,
                    (request.RequestUri.AbsolutePath.StartsWith(under, StringComparison.Ordinal) ? "" : under)
                        + request.RequestUri.PathAndQuery
                );
            return base.SendAsync(request, cancellationToken);
        }
    }
}
