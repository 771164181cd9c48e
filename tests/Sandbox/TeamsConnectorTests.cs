using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OmoBroadcast.Tests.Sandbox;

public sealed class TeamsConnectorTests
{
    private const string Chat = "teams/v3/conversations/a%3A1abc";
    private static readonly object Card = new
    {
        type = "message",
        attachments = new[] { new { contentType = "application/vnd.microsoft.card.adaptive", content = new { type = "AdaptiveCard" } } },
    };

    [Fact]
    public async Task Activities_are_kept_in_order_with_what_they_show_now()
    {
        await using var teams = await Platform.StartAsync();
        var first = await Send(teams, HttpMethod.Post, $"{Chat}/activities", new { type = "message", text = "one" });
        var id = (string)first.Json["id"]!;
        Assert.Equal(201, first.Status);
        Assert.Equal(200, (await Send(teams, HttpMethod.Put, $"{Chat}/activities/{id}", new { type = "message", text = "two" })).Status);
        Assert.Equal(201, (await Send(teams, HttpMethod.Post, $"{Chat}/activities/{id}", Card)).Status);

        var ledger = await teams.GetAsync("teams/ledger?conversation=a%3A1abc");
        Assert.Equal(["post", "update", "post"], ledger["events"]!.AsArray().Select(e => (string)e!["kind"]!));
        var shown = ledger["activities"]![0]!;
        Assert.Equal((id, "two", 1), ((string)shown["id"]!, (string)shown["activity"]!["text"]!, (int)shown["updates"]!));
        Assert.Equal(id, (string)ledger["activities"]![1]!["replyTo"]!);
    }

    [Fact]
    public async Task One_can_wait_for_the_next_activity()
    {
        await using var teams = await Platform.StartAsync();
        await Send(teams, HttpMethod.Post, $"{Chat}/activities", Card);
        var before = (long)(await teams.GetAsync("teams/wait?timeoutMs=0"))["sequence"]!;
        var waiting = teams.GetAsync($"teams/wait?conversation=a%3A1abc&after={before}");
        await Send(teams, HttpMethod.Post, "teams/v3/conversations/other/activities", Card);
        Assert.False(waiting.IsCompleted);
        await Send(teams, HttpMethod.Post, $"{Chat}/activities", new { type = "message", text = "now" });
        Assert.Equal("now", (string)(await waiting)["events"]![0]!["activity"]!["text"]!);
    }

    [Fact]
    public async Task Refusals_are_those_of_teams()
    {
        await using var teams = await Platform.StartAsync();
        var post = $"{Chat}/activities";
        await teams.WeatherAsync(new { }, new { limits = false });
        var both = new
        {
            type = "message",
            text = "x",
            attachments = new[] { new { contentType = "x" } },
        };
        Assert.Equal((202, ""), Both(await Send(teams, HttpMethod.Post, post, both)));
        Assert.Equal((202, ""), Both(await Send(teams, HttpMethod.Post, post, new { type = "typing" })));
        Assert.Equal((400, "BadSyntax"), Code(await Send(teams, HttpMethod.Post, post, new { type = "message" })));
        Assert.Equal((400, "BadArgument"), Code(await Send(teams, HttpMethod.Post, post, new { text = "x" })));
        Assert.Equal((404, "ActivityNotFoundInConversation"), Code(await Send(teams, HttpMethod.Put, $"{post}/1", Card)));
        var large = await Send(teams, HttpMethod.Post, post, new { type = "message", text = new string('x', 102_400) });
        Assert.Equal(413, large.Status);
        Assert.StartsWith("<!DOCTYPE html>", large.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_there_or_has_left_is_refused_as_teams_does()
    {
        await using var teams = await Platform.StartAsync();
        var left = new
        {
            limits = false,
            strict = true,
            left = new[] { "a:1abc" },
        };
        await teams.WeatherAsync(new { }, left);
        Assert.Equal((404, "ConversationNotFound"), Code(await Send(teams, HttpMethod.Post, $"{Chat}/activities", Card)));
        await teams.PostAsync("teams/people", new { aadObjectId = "abc", name = "王小明" });
        Assert.Equal((403, "BotNotInConversationRoster"), Code(await Send(teams, HttpMethod.Post, $"{Chat}/activities", Card)));
    }

    private static (int, string) Both(Platform.Said said) => (said.Status, said.Body);

    private static (int, string) Code(Platform.Said said) => (said.Status, (string)said.Json["error"]!["code"]!);

    [Fact]
    public async Task Conversations_are_created_as_teams_creates_them()
    {
        await using var teams = await Platform.StartAsync();
        var chat = await CreateAsync(new { members = new[] { new { id = "29:1xyz" } }, tenantId = "t" });
        Assert.Equal((201, "a:1xyz"), (chat.Status, (string)chat.Json["id"]!));
        var post = await CreateAsync(
            new
            {
                isGroup = true,
                channelData = new { channel = new { id = "19:c" } },
                activity = Card,
            }
        );
        Assert.Equal($"19:c;messageid={post.Json["activityId"]}", (string)post.Json["id"]!);
        Assert.Equal(400, (await CreateAsync(new { isGroup = true, members = new[] { new { id = "29:1" } } })).Status);
        var member = await Send(teams, HttpMethod.Get, "teams/v3/conversations/a%3A1xyz/members/29%3A1xyz");
        Assert.Equal("29:1xyz", (string)member.Json["id"]!);

        Task<Platform.Said> CreateAsync(object body) => Send(teams, HttpMethod.Post, "teams/v3/conversations", body);
    }

    [Theory]
    [InlineData("status429", 429, false)]
    [InlineData("status412", 412, false)]
    [InlineData("status502Before", 502, false)]
    [InlineData("status502After", 502, true)]
    public async Task Weather_falls_on_teams_too(string fault, int status, bool posted)
    {
        await using var teams = await Platform.StartAsync();
        await teams.WeatherAsync(new { }, new { script = new[] { fault }, retryAfter = 3 });
        using var response = await teams.Http.PostAsJsonAsync($"{Chat}/activities", Card);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 429, response.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(3));
        Assert.Equal(posted ? 1 : 0, (await teams.GetAsync("teams/ledger"))["activities"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_minted_token_stands_up_to_the_published_keys_and_a_strangers_does_not()
    {
        await using var teams = await Platform.StartAsync();
        var metadata = await teams.GetAsync("teams/.well-known/openidconfiguration");
        var keys = new JsonWebKeySet(await teams.Http.GetStringAsync(new Uri((string)metadata["jwks_uri"]!)));
        var rules = new TokenValidationParameters
        {
            ValidIssuer = (string)metadata["issuer"]!,
            ValidAudience = "app",
            IssuerSigningKeys = keys.GetSigningKeys(),
        };

        var good = await Validate(new { audience = "app", serviceUrl = "http://x" });
        Assert.True(good.IsValid);
        Assert.Equal("http://x", good.Claims["serviceurl"]);
        var endorsed = keys.Keys.Single(k => k.Kid == "sandbox-msteams").AdditionalData["endorsements"].ToString();
        Assert.Contains("\"msteams\"", endorsed, StringComparison.Ordinal);
        Assert.False(keys.Keys.Single(k => k.Kid == "sandbox-bare").AdditionalData.ContainsKey("endorsements"));
        Assert.False((await Validate(new { audience = "app", key = "stranger" })).IsValid);
        Assert.False((await Validate(new { audience = "app", algorithm = "none" })).IsValid);
        Assert.False((await Validate(new { audience = "app", algorithm = "HS256" })).IsValid);
        Assert.False((await Validate(new { audience = "app", expiresInSeconds = -360 })).IsValid);
        Assert.True((await Validate(new { audience = "app", expiresInSeconds = -240 })).IsValid);
        Assert.False((await Validate(new { audience = "another" })).IsValid);

        async Task<TokenValidationResult> Validate(object wanted) =>
            await new JsonWebTokenHandler().ValidateTokenAsync((string)(await teams.PostAsync("teams/token", wanted))["token"]!, rules);
    }

    [Fact]
    public async Task Client_credentials_get_a_token_that_the_connector_takes()
    {
        await using var teams = await Platform.StartAsync();
        using (var declared = await teams.Http.PutAsJsonAsync("accounts/teams", new { appId = "app", clientSecret = "right" }))
            declared.EnsureSuccessStatusCode();
        await teams.PostAsync("teams/people", new { aadObjectId = "abc", name = "王小明" });

        Assert.Null((await Ask("wrong"))["access_token"]);
        var token = (string)(await Ask("right"))["access_token"]!;
        Assert.Equal(401, (await Send(teams, HttpMethod.Post, $"{Chat}/activities", Card)).Status);
        Assert.Equal(201, (await Send(teams, HttpMethod.Post, $"{Chat}/activities", Card, token)).Status);

        async Task<JsonObject> Ask(string secret)
        {
            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials",
                    ["client_id"] = "app",
                    ["client_secret"] = secret,
                    ["scope"] = "https://api.botframework.com/.default",
                }
            );
            using var response = await teams.Http.PostAsync(new Uri("teams/tenant/oauth2/v2.0/token", UriKind.Relative), form);
            return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        }
    }

    private static Task<Platform.Said> Send(Platform teams, HttpMethod method, string path, object? body = null, string? token = null) =>
        teams.CallAsync(method, path, body, token: token);
}
