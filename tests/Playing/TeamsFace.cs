using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Playing;

/// <summary>Teams, in which staff type, press and see cards; its Connector and LINE are played by one stub.</summary>
internal sealed class TeamsFace(TestHouse house, ConnectorStub stub) : Face(house)
{
    private int activities;

    public ConnectorStub Stub => stub;

    /// <summary>In which people's clients speak from now on.</summary>
    public string Locale { get; set; } = "en-US";

    /// <summary>Those who write to the account that every house with Teams has.</summary>
    public Customers Customers { get; } = new(house, TestAccounts.Line);

    /// <summary>What people's clients call themselves from now on; null: nothing.</summary>
    public string? Platform { get; set; }

    /// <summary>In Development, and believes activities from this machine.</summary>
    public static Task<TeamsFace> OpenAsync(ConnectorStub stub, params IReadOnlyList<(string Key, string Value)> settings) =>
        OpenAsync(stub, "Development", [("Omo:Teams:AllowAnonymous", "true"), .. settings]);

    /// <summary>The same by a clock of the test's.</summary>
    public static Task<TeamsFace> OpenAsync(ConnectorStub stub, TimeProvider clock) =>
        OpenAsync(stub, "Development", clock, [("Omo:Teams:AllowAnonymous", "true")]);

    public static Task<TeamsFace> OpenAsync(
        ConnectorStub stub,
        string environment,
        params IReadOnlyList<(string Key, string Value)> settings
    ) => OpenAsync(stub, environment, TimeProvider.System, settings);

    private static async Task<TeamsFace> OpenAsync(
        ConnectorStub stub,
        string environment,
        TimeProvider clock,
        IReadOnlyList<(string Key, string Value)> settings
    )
    {
        var house = await TestHouse.OpenAsync(
            new()
            {
                Parts = HouseParts.Teams,
                Environment = environment,
                Clock = clock,
                Settings =
                [
                    .. TestAccounts.LineSettings(new Uri(stub.Address, "line")),
                    ("Omo:Accounts:0:Name", Staff.Seller.Store),
                    .. settings,
                ],
            }
        );
        await house.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator], default);
        return new(house, stub);
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(
        string body,
        string? token = null,
        (string Name, string? Value) header = default
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (header.Name is not null)
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>What a person's Teams sends.</summary>
    public JsonObject Activity(string type, StaffMember? from, string? id = null) =>
        new()
        {
            ["type"] = type,
            ["id"] = id ?? $"{type} {Interlocked.Increment(ref activities)}",
            ["serviceUrl"] = stub.ServiceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject { ["id"] = $"29:1{from?.Id}", ["aadObjectId"] = from?.Id ?? "99999999-9999-4999-8999-999999999999" },
            ["recipient"] = new JsonObject { ["id"] = "28:omo" },
            ["conversation"] = new JsonObject
            {
                ["id"] = $"a:1{from?.Id}",
                ["conversationType"] = "personal",
                ["tenantId"] = FakeIssuer.Tenant,
            },
            ["locale"] = Locale,
            ["localTimezone"] = "Asia/Taipei",
            ["entities"] = Platform is null ? null : new JsonArray(new JsonObject { ["type"] = "clientInfo", ["platform"] = Platform }),
        };

    /// <summary>Types something and sees what comes of it.</summary>
    public async Task<ConnectorCall> SayAsync(StaffMember? who, string words)
    {
        var activity = Activity("message", who);
        activity["text"] = words;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(activity.ToJsonString())).Status);
        // Not what came at the same time because a customer wrote, or a colleague passed something on.
        return await stub.CallAsync(call =>
            call.Method == "POST"
            && call.Card?["metadata"]?["omo"]?["notice"] is null
            && (who is null || call.Path.Contains(who.Id, StringComparison.Ordinal))
        );
    }

    /// <summary>Presses the first button of that verb and sees the answer.</summary>
    public async Task<JsonObject> PressAsync(
        StaffMember? who,
        JsonObject card,
        string verb,
        string? cardId,
        params (string Id, string Value)[] inputs
    )
    {
        var button = CardReader.Buttons(card).First(button => (string?)button["verb"] == verb).DeepClone().AsObject();
        foreach (var (id, value) in inputs)
            button["data"]![id] = value;
        return await PressAsync(who, button, cardId);
    }

    public async Task<JsonObject> PressAsync(StaffMember? who, JsonObject button, string? cardId)
    {
        var activity = Activity("invoke", who);
        (activity["name"], activity["replyToId"]) = ("adaptiveCard/action", cardId);
        activity["value"] = new JsonObject { ["action"] = button };
        var (status, body) = await PostAsync(activity.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>Types into a field that finds its choices, and sees the answer.</summary>
    public async Task<JsonObject> SearchAsync(StaffMember? who, string dataset, string text, int top = 15)
    {
        var activity = Activity("invoke", who);
        activity["name"] = "application/search";
        activity["value"] = new JsonObject
        {
            ["queryText"] = text,
            ["queryOptions"] = new JsonObject { ["skip"] = 0, ["top"] = top },
            ["dataset"] = dataset,
        };
        var (status, body) = await PostAsync(activity.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonNode.Parse(body)!.AsObject();
    }
}
