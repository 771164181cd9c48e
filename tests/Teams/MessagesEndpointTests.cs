using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Who may come in: every case of the channel's authentication, on a real socket, with a stand-in for its issuer.</summary>
public sealed class MessagesEndpointTests : IAsyncLifetime
{
    private ConnectorStub stub = null!;
    private FakeIssuer issuer = null!;
    private TeamsFace teams = null!;

    public async ValueTask InitializeAsync()
    {
        stub = await ConnectorStub.StartAsync();
        issuer = await FakeIssuer.StartAsync();
        teams = await TeamsFace.OpenAsync(stub, "Development", Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await teams.DisposeAsync();
        await issuer.DisposeAsync();
        await stub.DisposeAsync();
    }

    private (string, string)[] Settings =>
        [
            ("Omo:Teams:AppId", FakeIssuer.AppId),
            ("Omo:Teams:TenantId", FakeIssuer.Tenant),
            ("Omo:Teams:ClientSecret", "canary-secret"),
            ("Omo:Teams:MetadataAddress", issuer.Metadata),
        ];

    [Fact]
    public async Task Only_a_token_that_fits_in_every_way_comes_in()
    {
        foreach (var (name, token, expected) in Tokens(stub.ServiceUrl))
            Assert.True(expected == (int)(await teams.PostAsync(Ignored(), token)).Status, $"{name}: not {expected}");
        Assert.DoesNotContain("canary-secret", teams.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", teams.Logs, StringComparison.Ordinal);
    }

    /// <summary>Each spoilt in one thing, and what is answered to it.</summary>
    private (string Name, string? Token, int Expected)[] Tokens(string url)
    {
        var elsewhere = new Dictionary<string, object> { ["jku"] = issuer.Metadata, ["x5u"] = issuer.Metadata };
        return
        [
            ("valid", issuer.Sign(url), 200),
            ("serviceUrl in another case", issuer.Sign(url.ToUpperInvariant()), 200),
            ("expired 4 minutes ago", issuer.Sign(url, expiresIn: -240), 200),
            ("RS512", issuer.Sign(url, algorithm: SecurityAlgorithms.RsaSha512), 200),
            ("none", null, 401),
            ("rubbish", "rubbish", 401),
            ("another bot's", issuer.Sign(url, audience: Guid.NewGuid().ToString()), 401),
            ("another issuer's", issuer.Sign(url, issuer: "https://sts.windows.net/x/"), 401),
            ("expired 6 minutes ago", issuer.Sign(url, expiresIn: -360), 401),
            ("signed by a stranger under our key's name", issuer.Sign(url, key: "stranger", kid: "teams"), 401),
            ("signed by an unknown key", issuer.Sign(url, key: "stranger"), 401),
            ("unsigned", issuer.Sign(url, algorithm: SecurityAlgorithms.None), 401),
            ("HS256 with the public key", issuer.Sign(url, algorithm: SecurityAlgorithms.HmacSha256), 401),
            ("PS256", issuer.Sign(url, algorithm: SecurityAlgorithms.RsaSsaPssSha256), 401),
            ("keys by jku", issuer.Sign(url, key: "stranger", header: elsewhere), 401),
            ("a key of another channel", issuer.Sign(url, key: "webchat"), 403),
            ("a key without endorsements", issuer.Sign(url, key: "bare"), 403),
            ("no serviceurl claim", issuer.Sign(null), 403),
            ("claim spelled serviceUrl", issuer.Sign(url, claim: "serviceUrl"), 403),
            ("for another serviceUrl", issuer.Sign("https://smba.trafficmanager.net/amer/"), 403),
        ];
    }

    [Theory]
    [InlineData("channelId", "webchat")]
    [InlineData("channelId", null)]
    [InlineData("tenant", "11111111-0000-4000-8000-000000000000")]
    [InlineData("tenant", null)]
    public async Task An_activity_from_elsewhere_is_refused_with_the_best_of_tokens(string field, string? value)
    {
        var activity = teams.Activity("typing", Staff.Seller);
        if (field == "tenant")
            activity["conversation"]!["tenantId"] = value;
        else
            activity[field] = value;
        Assert.Equal(HttpStatusCode.Forbidden, (await teams.PostAsync(activity.ToJsonString(), issuer.Sign(stub.ServiceUrl))).Status);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("http://smba.trafficmanager.net/amer/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task A_service_url_that_is_not_the_channel_s_is_refused_even_if_signed(string serviceUrl)
    {
        var activity = teams.Activity("typing", Staff.Seller);
        activity["serviceUrl"] = serviceUrl;
        Assert.Equal(HttpStatusCode.Forbidden, (await teams.PostAsync(activity.ToJsonString(), issuer.Sign(serviceUrl))).Status);
    }

    [Fact]
    public async Task Bodies_too_long_or_broken_are_refused_and_only_after_the_token()
    {
        var token = issuer.Sign(stub.ServiceUrl);
        Assert.Equal(HttpStatusCode.Unauthorized, (await teams.PostAsync("{")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await teams.PostAsync("{", token)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await teams.PostAsync(new string(' ', 256 * 1024 + 1), token)).Status);
    }

    [Fact]
    public async Task While_the_keys_cannot_be_had_the_channel_is_asked_to_come_again()
    {
        issuer.Down = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await teams.PostAsync(Ignored(), issuer.Sign(stub.ServiceUrl))).Status);
    }

    [Theory]
    [InlineData(null, null, 200)]
    [InlineData("Host", "localhost", 200)]
    [InlineData("Host", "[::1]:3978", 200)]
    [InlineData("X-Forwarded-For", "203.0.113.7", 401)]
    [InlineData("Forwarded", "for=203.0.113.7", 401)]
    [InlineData("X-Real-IP", "127.0.0.1", 401)]
    [InlineData("Via", "1.1 proxy", 401)]
    [InlineData("CF-Connecting-IP", "203.0.113.7", 401)]
    [InlineData("Origin", "https://evil.example", 401)]
    [InlineData("Host", "omo.example", 401)]
    [InlineData("Host", "127.0.0.1.evil.example", 401)]
    public async Task Without_a_token_only_this_machine_itself_is_believed(string? header, string? value, int expected)
    {
        await using var open = await TeamsFace.OpenAsync(stub);
        var answer = await open.PostAsync(open.Activity("typing", Staff.Seller).ToJsonString(), header: (header!, value));
        Assert.Equal(expected, (int)answer.Status);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.168.1.7", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData(null, false)]
    public void The_address_it_comes_from_is_asked(string? remote, bool here)
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        context.Request.Host = new("localhost");
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        Assert.Equal(here, OmoBroadcast.Teams.Inbound.ThisMachine.Asks(context));
    }

    [Fact]
    public async Task An_unknown_invoke_is_not_implemented_and_an_unknown_type_is_taken_in_silence()
    {
        var token = issuer.Sign(stub.ServiceUrl);
        var invoke = teams.Activity("invoke", Staff.Seller);
        invoke["name"] = "fileConsent/invoke";
        Assert.Equal(HttpStatusCode.NotImplemented, (await teams.PostAsync(invoke.ToJsonString(), token)).Status);
        foreach (var type in new[] { "messageReaction", "messageUpdate", "messageDelete", "event", "somethingNew", "conversationUpdate" })
            Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(teams.Activity(type, Staff.Seller).ToJsonString(), token)).Status);
        Assert.Empty(stub.All);
    }

    [Theory]
    [InlineData("name", "null")]
    [InlineData("name", "7")]
    [InlineData("name", "\"\"")]
    [InlineData("name", "{}")]
    [InlineData("conversation", "{\"tenantId\":\"" + FakeIssuer.Tenant + "\"}")]
    public async Task An_invoke_that_says_not_what_it_wants_or_where_is_malformed(string field, string json)
    {
        var invoke = teams.Activity("invoke", Staff.Seller);
        invoke["name"] = "adaptiveCard/action";
        invoke[field] = JsonNode.Parse(json);
        Assert.Equal(HttpStatusCode.BadRequest, (await teams.PostAsync(invoke.ToJsonString(), issuer.Sign(stub.ServiceUrl))).Status);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"action\":null}")]
    [InlineData("{\"action\":\"Action.Execute\"}")]
    [InlineData("{\"action\":{\"type\":\"Action.Execute\"}}")]
    [InlineData("{\"action\":{\"verb\":7}}")]
    [InlineData("{\"action\":{\"verb\":\"\"}}")]
    public async Task A_card_action_without_a_verb_is_answered_as_the_protocol_answers_what_is_malformed(string value)
    {
        var invoke = teams.Activity("invoke", Staff.Seller);
        invoke["name"] = "adaptiveCard/action";
        invoke["value"] = JsonNode.Parse(value);
        var (status, body) = await teams.PostAsync(invoke.ToJsonString(), issuer.Sign(stub.ServiceUrl));
        Assert.Equal(HttpStatusCode.OK, status);
        var answer = JsonNode.Parse(body)!;
        Assert.Equal(
            (400, "application/vnd.microsoft.error", "BadRequest"),
            ((int)answer["statusCode"]!, (string?)answer["type"], (string?)answer["value"]!["code"])
        );
    }

    [Theory]
    [InlineData("nobody.knows.this")]
    [InlineData("__proto__")]
    [InlineData("退訂")]
    public async Task A_verb_that_nobody_knows_is_answered(string verb)
    {
        var invoke = teams.Activity("invoke", Staff.Seller);
        invoke["name"] = "adaptiveCard/action";
        invoke["value"] = new JsonObject
        {
            ["action"] = new JsonObject
            {
                ["type"] = "Action.Execute",
                ["verb"] = verb,
                ["data"] = new JsonArray(),
            },
        };
        var (status, body) = await teams.PostAsync(invoke.ToJsonString(), issuer.Sign(stub.ServiceUrl));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(200, (int)JsonNode.Parse(body)!["statusCode"]!);
    }

    [Fact]
    public async Task Without_an_app_the_service_runs_and_the_endpoint_says_what_is_missing()
    {
        await using var bare = await TeamsFace.OpenAsync(stub, "Production");
        var (status, body) = await bare.PostAsync(Ignored());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("Omo:Teams:AppId", body, StringComparison.Ordinal);
        Assert.Contains("Omo:Teams:AppId", bare.Logs, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "Omo:Teams:AllowAnonymous", "true", "Omo:Teams:AllowAnonymous")]
    [InlineData("Staging", "Omo:Teams:AllowAnonymous", "true", "Omo:Teams:AllowAnonymous")]
    [InlineData("Production", "Omo:Teams:AppId", FakeIssuer.AppId, "Omo:Teams:TenantId")]
    [InlineData("Production", "Omo:Teams:AppId", "my bot", "Omo:Teams:AppId")]
    [InlineData("Production", "Omo:Teams:ClientSecretFile", "/nowhere/at/all", "Omo:Teams:ClientSecretFile")]
    [InlineData("Production", "Omo:Teams:MetadataAddress", "http://127.0.0.1/keys", "Omo:Teams:MetadataAddress")]
    [InlineData("Production", "Omo:Teams:TimeZone", "Mars/Olympus", "Omo:Teams:TimeZone")]
    public async Task What_could_not_be_safe_or_work_is_refused_at_start_by_the_name_of_its_key(
        string environment,
        string key,
        string value,
        string named
    )
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TeamsFace.OpenAsync(stub, environment, (key, value)));
        Assert.Contains(refused.Failures, failure => failure.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Anonymous_activities_are_believed_only_from_this_machine()
    {
        await using var open = await TeamsFace.OpenAsync(stub);
        Assert.Equal(HttpStatusCode.OK, (await open.PostAsync(Ignored())).Status);
        foreach (
            var elsewhere in new[]
            {
                "https://smba.trafficmanager.net/amer/",
                "http://192.168.1.5/",
                "http://localhost.evil.example/",
                "http://127.0.0.1@evil.example/",
            }
        )
        {
            var activity = open.Activity("typing", Staff.Seller);
            activity["serviceUrl"] = elsewhere;
            Assert.Equal(HttpStatusCode.Forbidden, (await open.PostAsync(activity.ToJsonString())).Status);
        }
    }

    [Fact]
    public async Task A_token_that_is_brought_is_judged_even_where_none_is_needed()
    {
        await using var open = await TeamsFace.OpenAsync(stub, "Development", [.. Settings, ("Omo:Teams:AllowAnonymous", "true")]);
        Assert.Equal(HttpStatusCode.OK, (await open.PostAsync(Ignored())).Status);
        Assert.Equal(HttpStatusCode.OK, (await open.PostAsync(Ignored(), issuer.Sign(stub.ServiceUrl))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await open.PostAsync(Ignored(), issuer.Sign(stub.ServiceUrl, key: "stranger"))).Status);
    }

    private string Ignored() => teams.Activity("typing", Staff.Seller).ToJsonString();
}
