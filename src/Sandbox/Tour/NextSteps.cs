namespace OmoBroadcast.Sandbox.Tour;

/// <summary>What to try once the tour is over.</summary>
internal static class NextSteps
{
    public static void Tell(TourOptions options, bool onWhatsApp)
    {
        var sandbox = options.Sandbox.ToString().TrimEnd('/');
        var service = options.Service.ToString().TrimEnd('/');
        const string json = "-H 'content-type: application/json'";
        Screen.Step("What to try next");
        Screen.Say($"A customer writes:");
        Screen.Code($"curl -s {sandbox}/customers/line/say {json} -d '{{\"index\":0,\"text\":\"還有藍色的嗎？🤨\"}}'");
        if (onWhatsApp)
            Screen.Code($"curl -s {sandbox}/customers/whatsapp/say {json} -d '{{\"index\":0,\"text\":\"還有貨嗎？\"}}'");
        Screen.Say($"{options.Salesperson.Name} types something in Teams (我的事件, 待處理, 群發, 群發紀錄):");
        Screen.Code($"curl -s {sandbox}/teams/say {json} -d '{{\"text\":\"我的事件\"}}'");
        Screen.Say($"Bad weather for the next broadcast, and what the platforms received:");
        Screen.Code(
            $"curl -s -X PUT {sandbox}/weather {json} -d '{{\"line\":{{\"resetAfter\":0.05,\"status500Before\":0.1,\"pushPerSecond\":100}}}}'"
        );
        Screen.Code($"curl -s {sandbox}/ledger/summary");
        Screen.Say($"By hand, in the Microsoft 365 Agents Playground (an evaluation tool of Microsoft's, from npm; in an empty folder):");
        Screen.Code($"curl -s {sandbox}/teams/playground.yml -o .m365agentsplayground.yml");
        Screen.Code($"npx --yes @microsoft/m365agentsplayground@0.2.28 start -e {service}/api/messages -c msteams -p 56150 --dt");
    }
}
