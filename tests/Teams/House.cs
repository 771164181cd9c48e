using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Adapters;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>The house with Teams in it, on a real socket and embedded engines, in this process.</summary>
internal sealed class House : IAsyncDisposable
{
    public static readonly StaffMember Seller = new("11111111-1111-4111-8111-111111111111", "王店員", Role.Salesperson, "信義店");
    public static readonly StaffMember Other = new("22222222-2222-4222-8222-222222222222", "李店員", Role.Salesperson, "信義店");
    public static readonly StaffMember Administrator = new("33333333-3333-4333-8333-333333333333", "管理員", Role.Administrator, "");

    private readonly TempFolder? folder;
    private readonly WebApplication app;
    private readonly HttpClient http = new();
    private int activities;
    private bool started;

    private House(string environment, ConnectorStub stub, IReadOnlyDictionary<string, string?> settings)
    {
        if (!settings.ContainsKey("Omo:DataDir"))
            folder = new();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Omo:DataDir"] = folder?.Path,
                ["Omo:Accounts:0:Channel"] = "line",
                ["Omo:Accounts:0:Id"] = Line,
                ["Omo:Accounts:0:Name"] = "信義店",
                ["Omo:Accounts:0:Secrets:0"] = "secret",
                ["Omo:Accounts:0:AccessToken"] = "token",
                ["Omo:Accounts:0:BaseUrl"] = new Uri(stub.Address, "line").ToString(),
            }
        );
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddStore().AddAdapters().AddBroadcast().AddDesks().AddTeams();
        app = builder.Build();
        app.MapTeams();
        Stub = stub;
    }

    public const string Line = "U0123456789abcdef0123456789abcdef";

    public ConnectorStub Stub { get; }

    public LogKeeper Log { get; } = new();

    /// <summary>What people's clients call themselves from now on; null: nothing.</summary>
    public string? Platform { get; set; }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<House> StartAsync(ConnectorStub stub, string environment, params (string Key, string Value)[] settings)
    {
        var house = new House(environment, stub, settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        try
        {
            if (house.folder is { } own)
                await Storage.Sql.MigratedDatabase.InFolderAsync(own.Path);
            await house.app.StartAsync();
            house.started = true;
            await house.Get<StaffDirectory>().ReplaceAsync([Seller, Other, Administrator], default);
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(
        string body,
        string? token = null,
        (string Name, string? Value) header = default
    )
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}/api/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (header.Name is not null)
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>What a person's Teams sends.</summary>
    public JsonObject Activity(string type, StaffMember? from, string? id = null) =>
        new()
        {
            ["type"] = type,
            ["id"] = id ?? $"{type} {Interlocked.Increment(ref activities)}",
            ["serviceUrl"] = Stub.ServiceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject { ["id"] = $"29:1{from?.Id}", ["aadObjectId"] = from?.Id ?? "99999999-9999-4999-8999-999999999999" },
            ["recipient"] = new JsonObject { ["id"] = "28:omo" },
            ["conversation"] = new JsonObject
            {
                ["id"] = $"a:1{from?.Id}",
                ["conversationType"] = "personal",
                ["tenantId"] = FakeIssuer.Tenant,
            },
            ["locale"] = "en-US",
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
        return await Stub.CallAsync(call =>
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
        var button = Buttons(card).First(button => (string?)button["verb"] == verb).DeepClone().AsObject();
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

    public static IEnumerable<JsonObject> Buttons(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(property => Buttons(property.Value))
                .Concat((string?)(one["type"] as JsonValue) == "Action.Execute" ? [one] : []),
            JsonArray many => many.SelectMany(Buttons),
            _ => [],
        };

    /// <summary>The number that a card is about.</summary>
    public static string? Large(JsonNode? node) => Text(node, "size", "ExtraLarge");

    /// <summary>The numbers that it counts, in their order.</summary>
    public static IEnumerable<string> Counts(JsonNode? node) =>
        node switch
        {
            JsonObject one when (string?)(one["size"] as JsonValue) == "Large" => [(string)one["text"]!],
            JsonObject one => one.SelectMany(member => Counts(member.Value)),
            JsonArray many => many.SelectMany(Counts),
            _ => [],
        };

    public static string? Title(JsonNode? node) => Text(node, "style", "heading");

    private static string? Text(JsonNode? node, string property, string value) =>
        node switch
        {
            JsonObject one when (string?)(one[property] as JsonValue) == value => (string?)one["text"],
            JsonObject one => one.Select(member => Text(member.Value, property, value)).FirstOrDefault(found => found is not null),
            JsonArray many => many.Select(item => Text(item, property, value)).FirstOrDefault(found => found is not null),
            _ => null,
        };

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (started)
            await app.StopAsync();
        await app.DisposeAsync();
        folder?.Dispose();
    }
}
