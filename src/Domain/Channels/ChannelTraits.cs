using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Domain.Channels;

/// <summary>
/// All that the house has to know of one platform, beside the port and its limits. A channel's folder hands over one of these; nothing
/// outside the folder asks for a channel by its name.
/// </summary>
/// <param name="Id">The channel.</param>
/// <param name="Name">What staff call it.</param>
public sealed record ChannelTraits(ChannelId Id, LocalizedText Name)
{
    /// <summary>What tells it apart at a glance before its name: a letter in its colour, so that nothing of the platform's has to be
    /// shown.</summary>
    public string Mark { get; init; } = "\u26AA";

    /// <summary>The sorts of message that staff may send, and where from. What is not here cannot be sent at all.</summary>
    public IReadOnlyDictionary<MessageSort, Surfaces> Carries { get; init; } = new Dictionary<MessageSort, Surfaces>();

    /// <summary>Whether its customers can be bound to a member of staff.</summary>
    public bool Bindable { get; init; }

    /// <summary>Whether the platform knows its customers by their telephone numbers.</summary>
    public bool KnownByNumber { get; init; }

    /// <summary>What opens the platform's window for free messages besides a message. Not asked of what happens in standby.</summary>
    public Func<InboundBody, bool> OpensWindow { get; init; } = static _ => false;

    /// <summary>What customers find an account by; null where anything is taken as it stands, and no link is made of it.</summary>
    public HandleRule? Handle { get; init; }

    /// <summary>A customer's id as the platform writes it, from what a list made elsewhere holds.</summary>
    public Func<string, string> ReadCustomerId { get; init; } = static id => id;

    /// <summary>What a code with which the platform refuses means, and what staff can do: a sentence without a full stop. Null for one
    /// that it does not know.</summary>
    public Func<string, LocalizedText?> Advice { get; init; } = static _ => null;

    /// <summary>The settings that only this channel's accounts have.</summary>
    public IReadOnlyList<ChannelSetting> Settings { get; init; } = [];

    /// <summary>The key of the setting that names whose approved templates an account may send; null where the platform has none.</summary>
    public string? TemplateScope { get; init; }

    /// <summary>Its webhooks may come to an address below the channel's own, which then says more, such as whom it is for.</summary>
    public bool HasDeeperPaths { get; init; }
}

/// <summary>Where a sort of message may be sent from.</summary>
public enum Surfaces
{
    Both,
    Phone,
}

/// <summary>What customers find an account of a channel by, such as a number or a name.</summary>
/// <param name="Read">As links need it, from what an operator wrote; null for what is none.</param>
/// <param name="Fault">What is wrong with what is none, behind the name of the setting.</param>
/// <param name="Link">The link that opens a chat with the account with words filled in to be sent: by handle and words.</param>
public sealed record HandleRule(Func<string, string?> Read, string Fault, Func<string, string, Uri> Link);

/// <summary>A setting that only the accounts of one channel have.</summary>
/// <param name="Key">Its name below <c>Omo:Accounts[]</c>.</param>
/// <param name="Fault">What is wrong with a value, behind the setting's name; null: nothing. Is asked with null where it is not
/// set.</param>
public sealed record ChannelSetting(string Key, Func<string?, string?> Fault)
{
    /// <summary>Yes or no.</summary>
    public bool IsFlag { get; init; }

    /// <summary>It is a secret that may also stand in a file, which a second setting names: its key and <c>File</c>.</summary>
    public bool MayBeInFile { get; init; }
}
