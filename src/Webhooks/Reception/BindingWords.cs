using System.Globalization;
using System.Resources;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>綁定 by a customer: a message with the code of a member of staff binds them to that one, and is answered once. Repeated events
/// change and send nothing more.</summary>
internal sealed class BindingWords(Bindings bindings, Replies replies, BroadcastOptions options, Roster roster, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);
    private static readonly ResourceManager Sentences = new("OmoBroadcast.Webhooks.Resources.Sentences", typeof(BindingWords).Assembly);

    public static bool Concerns(InboundEvent inbound) =>
        inbound is { Standby: false, Customer: { } customer, Body: InboundBody.Message { Kind: MessageKind.Text } message }
        && ChannelCatalog.Of(customer.Account.Channel).Bindable
        && BindingCode.Read(message.Text) is not null;

    /// <summary>Throws what the database throws when it is away; all may be repeated.</summary>
    public async Task ApplyAsync(InboundEvent inbound, CancellationToken cancellationToken)
    {
        if (
            inbound is not { Customer: { } customer, Body: InboundBody.Message { Text: { } words } }
            || BindingCode.Read(words) is not { } code
        )
            return;
        // A code that is nobody's is a message like any other.
        if (await bindings.OfCodeAsync(code, cancellationToken) is not { } staff)
            return;
        var bound = await bindings.BindAsync(customer, staff, inbound.At, replace: options.Binding == BindingMode.Free, cancellationToken);
        var now = time.GetUtcNow();
        if (inbound.At <= now - Life)
            return;
        var theirs = string.Equals(bound.Staff, staff.Id, StringComparison.OrdinalIgnoreCase);
        var culture = CultureInfo.GetCultureInfo(System.Text.Ascii.IsValid(words) ? "en" : "zh-Hant");
        var sentence = string.Format(culture, Sentences.GetString(theirs ? "Bound" : "BoundToAnother", culture)!, staff.Name);
        await replies.AddReplyAsync(
            NewRequest.Reply(
                AnswerId.Of("binding", customer, inbound.Id),
                customer,
                new Content([new OutboundMessage.Text(sentence)]),
                roster[customer.Account.Channel].Limits.RetryKeyLifetime is not null,
                inbound.At + Life
            ),
            staffId: null,
            cancellationToken
        );
    }
}
