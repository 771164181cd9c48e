using OmoBroadcast.Sandbox.Teams;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>A first broadcast as a salesperson does it, over HTTP only, watched and checked.</summary>
internal sealed class GuidedTour(TourOptions options, HttpClient http)
{
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StartUp = TimeSpan.FromMinutes(1);
    private readonly SandboxClient _sandbox = new(http, options.Sandbox);

    /// <returns>0 only if the report adds up and the platform received exactly what it says.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = TourOptions.Read(args);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
        try
        {
            return await new GuidedTour(options, http).WalkAsync() ? 0 : 1;
        }
        catch (Exception e) when (e is TourException or HttpRequestException or TaskCanceledException or System.Text.Json.JsonException)
        {
            Screen.Verdict(false, $"The tour ended early: {e.Message}");
            return 2;
        }
    }

    private async Task<bool> WalkAsync()
    {
        var crowd = new Crowding(_sandbox, options);
        var seller = new Salesperson(http, _sandbox, options);
        var audit = new Audit(_sandbox, crowd);
        await UpAsync(options.Service);
        await UpAsync(options.Sandbox);

        await WriteInAsync(crowd);

        Screen.Step($"{options.Salesperson.Name} opens Teams, types 待處理 and takes them");
        await seller.ArriveAsync();
        await TakeAllAsync(seller);
        await crowd.LeaveAsync();
        Screen.Say(
            $"{crowd.Troupes.Sum(t => t.Unfollowed.Count + t.BlockedUnheard.Count)} customers block the account, {crowd.Troupes.Sum(t => t.Unsubscribed.Count)} say that they want no more"
        );

        var letter = new Letter();
        Screen.Step($"{options.Salesperson.Name} keeps a saved reply and types 群發");
        await audit.BeginAsync();
        await SaveAsync(seller, letter);
        await ComposeAsync(seller, letter);

        Screen.Step("Sending");
        if (await seller.PressAsync("broadcast.send") is { } instead)
            throw new TourException(instead);
        var end = await Screen.FollowAsync(show => seller.WatchAsync(Still, show));
        Screen.Card("The result, as Teams shows it", seller);

        Screen.Step("Report and platforms compared");
        await audit.CheckAsync(end, letter);
        Tell(audit);
        if (!options.Exit)
            NextSteps.Tell(options, crowd.Troupes.Any(t => t.Channel == "whatsapp"));
        return audit.AllHold;
    }

    private async Task WriteInAsync(Crowding crowd)
    {
        await crowd.GatherAsync();
        Screen.Step($"{options.Customers} customers write in by signed webhooks");
        Screen.Say($"on {string.Join(", ", crowd.Troupes.Select(t => t.Channel))}");
        var (webhooks, slowest) = await crowd.WriteInAsync();
        Screen.Say($"{webhooks} webhooks, all answered 200; slowest {slowest} ms");
        if (crowd.Troupes.Sum(t => t.Outside.Count) is > 0 and var late)
            Screen.Say($"{late} of them wrote yesterday: outside the 24 hours of Meta's platforms");
    }

    private static void Tell(Audit audit)
    {
        Screen.Channels(audit.Rows);
        foreach (var (holds, what) in audit.Findings)
            Screen.Verdict(holds, $"  {(holds ? "✔" : "✘ WRONG:")} {what}");
        Screen.Verdict(audit.AllHold, audit.AllHold ? "Everything adds up." : "It does not add up.");
    }

    private static async Task TakeAllAsync(Salesperson seller)
    {
        await seller.TypeAsync("待處理", "pending.askAll", "pending.take");
        Screen.Card("What Teams shows", seller);
        if (seller.CanPress("pending.take"))
            await seller.PressAsync("pending.take");
        var presses = 1;
        string[] taking = ["pending.takeAll", "pending.askAll", "pending.take"];
        for (; presses < 1_000 && taking.FirstOrDefault(seller.CanPress) is { } next; presses++)
        {
            if (await seller.PressAsync(next) is { } instead)
                throw new TourException(instead);
        }

        Screen.Say($"taken, with {presses} presses");
    }

    private static async Task SaveAsync(Salesperson seller, Letter letter)
    {
        await seller.TypeAsync("預存回覆", "saved.new");
        await PressAsync(seller, "saved.new");
        await PressAsync(seller, "saved.keep", new() { ["name"] = letter.SavedName, ["text1"] = letter.Saved });
    }

    /// <summary>Goes where the cards lead: chooses all, writes, puts in the saved reply, attaches a picture, writes again, looks at the
    /// preview.</summary>
    private static async Task ComposeAsync(Salesperson seller, Letter letter)
    {
        await seller.TypeAsync("群發", "broadcast.choose", "broadcast.compose");
        if (seller.CanPress("broadcast.choose"))
            await PressAsync(seller, "broadcast.choose");
        Screen.Card("Everybody who is mine and in progress", seller);
        for (var step = 0; step < 5 && !CardReading.HasInput(seller.Card, "text1"); step++)
            await PressAsync(seller, "broadcast.compose");
        var saved = CardReading.Choice(seller.Card, "reply", letter.SavedName)
            ?? throw new TourException("The card does not offer the saved reply.");
        await PressAsync(seller, "broadcast.insert", new() { ["text1"] = letter.Greeting, ["reply"] = saved });
        await PressAsync(seller, "broadcast.attach");
        await seller.AttachAsync("新品.png", letter.Picture, "text4");
        // What came in between has taken it off: 在這裡繼續.
        if (!CardReading.HasInput(seller.Card, "text4"))
            await PressAsync(seller, "broadcast.compose");
        Screen.Card("Greeting, saved reply and picture", seller);
        await PressAsync(seller, "broadcast.compose", new() { ["text4"] = letter.LastWord });
        if (!seller.CanPress("broadcast.send"))
            throw new TourException($"The preview does not offer to send:\n{string.Join('\n', CardReading.Lines(seller.Card))}");
        Screen.Card("The preview", seller);
    }

    private static async Task PressAsync(Salesperson seller, string verb, Dictionary<string, string>? typed = null)
    {
        if (await seller.PressAsync(verb, typed) is { } instead)
            throw new TourException($"{verb}: {instead}");
    }

    private async Task UpAsync(Uri address)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(address, "health/live"));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (TimeProvider.System.GetElapsedTime(start) < StartUp)
            {
                // Not listening yet.
            }

            if (TimeProvider.System.GetElapsedTime(start) > StartUp)
                throw new TourException($"{address} is not up.");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }
}
