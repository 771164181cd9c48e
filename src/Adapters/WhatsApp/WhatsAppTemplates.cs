using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>Lists the message templates of a business account, by the token of any number of it.</summary>
internal sealed class WhatsAppTemplates(MetaAccounts accounts, TimeProvider time) : ITemplates
{
    private const string Fields = "id,name,status,category,language,components,parameter_format";

    /// <summary>A business account may have 6,000 templates; a listing that does not end is none.</summary>
    private const int PageSize = 100,
        MostPages = 100,
        MostBytes = 8 * 1024 * 1024;

    private const int BadCursor = 131059,
        BadParameter = 100;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30),
        UsualWait = TimeSpan.FromMinutes(5),
        LongestWait = TimeSpan.FromHours(24);

    public ChannelId Id => WhatsAppTraits.Id;

    public async Task<TemplateListing> ListAsync(string waba, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (accounts.All.FirstOrDefault(account => account.Waba == waba) is not { } account)
            return new TemplateListing.Failed("no number of this business account is configured", null);
        var found = new Dictionary<(string, string), MessageTemplate>();
        string? after = null;
        var again = false;
        for (var page = 0; page < MostPages; page++)
        {
            switch (await PageAsync(account, waba, after, cancellationToken).ConfigureAwait(false))
            {
                case Page.Read read:
                    foreach (var template in read.Templates)
                        found[(template.Name, template.Language)] = template;
                    if (read.Next is null)
                        return new TemplateListing.All([.. found.Values]);
                    if (read.Next == after)
                        return new TemplateListing.Failed("the listing does not move on", null);
                    after = read.Next;
                    break;
                case Page.Broken { CursorGone: true } when after is not null && !again:
                    // It may have grown old while we read. From the beginning, once.
                    (after, again) = (null, true);
                    found.Clear();
                    break;
                case Page.Broken broken:
                    return new TemplateListing.Failed(broken.Reason, broken.RetryAfter);
            }
        }

        return new TemplateListing.Failed("the listing does not end", null);
    }

    private async Task<Page> PageAsync(MetaAccount account, string waba, string? after, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var stop = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);
        try
        {
            using var response = await account
                .Api.TemplatesAsync(
                    account.Version,
                    waba,
                    new(Fields, PageSize, after),
                    account.Authorization,
                    account.Proof,
                    deadline.Token
                )
                .ConfigureAwait(false);
            using var answer = await Answer.ReadAsync(response, deadline.Token, MostBytes).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? Understand(answer, waba) : Broken(response, answer);
        }
#pragma warning disable CA1031 // Whatever went wrong, nothing has been listed; it is asked again later.
        catch (Exception wrong)
#pragma warning restore CA1031
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new Page.Broken(deadline.IsCancellationRequested ? "no answer in time" : SendOnce.Reason(wrong), null, false);
        }
    }

    private static Page Understand(Answer answer, string waba)
    {
        if (answer.TooLong)
            return new Page.Broken("the answer is too long", null, false);
        using var document = JsonDocument.Parse(answer.Body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || LooseJson.Array(root, "data"u8) is not { } data)
            return new Page.Broken("the answer holds no list", null, false);
        var templates = data.EnumerateArray().Select(item => WhatsAppTemplate.Read(waba, item)).OfType<MessageTemplate>().ToList();
        var next =
            LooseJson.Object(root, "paging"u8) is { } paging
            && LooseJson.Text(paging, "next"u8) is { Length: > 0 }
            && LooseJson.Object(paging, "cursors"u8) is { } cursors
            && LooseJson.Text(cursors, "after"u8) is { Length: > 0 } cursor
                ? cursor
                : null;
        return new Page.Read(templates, next);
    }

    private Page.Broken Broken(HttpResponseMessage response, Answer answer)
    {
        var status = (int)response.StatusCode;
        if (GraphError.OfAnswer(answer) is not { } error)
            return new(
                $"{status}",
                status is 429 or >= 500 ? RetryAfter.Read(response.Headers.RetryAfter, time.GetUtcNow(), UsualWait, LongestWait) : null,
                false
            );
        TimeSpan? wait =
            error.Code is 4 or 80007 or 80008 || status == 429
                ? UsageHeaders.Regain(response) ?? RetryAfter.Read(response.Headers.RetryAfter, time.GetUtcNow(), UsualWait, LongestWait)
                : null;
        return new($"{error.Name}: {error.Words}", wait, error.Code is BadCursor or BadParameter);
    }

    private abstract record Page
    {
        public sealed record Read(IReadOnlyList<MessageTemplate> Templates, string? Next) : Page;

        public sealed record Broken(string Reason, TimeSpan? RetryAfter, bool CursorGone) : Page;
    }
}
