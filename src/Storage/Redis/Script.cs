using System.Security.Cryptography;
using System.Text;

namespace OmoBroadcast.Storage.Redis;

/// <summary>A Lua script of this folder, called by its hash.</summary>
internal sealed class Script
{
    public static readonly Script Apply = new("apply.lua", withCustomer: true);
    public static readonly Script Keep = new("keep.lua");
    public static readonly Script Move = new("move.lua", withCustomer: true);
    public static readonly Script Answer = new("answer.lua", withCustomer: true);
    public static readonly Script Tag = new("tag.lua", withCustomer: true);
    public static readonly Script Profile = new("profile.lua", withCustomer: true);
    public static readonly Script Drained = new("drained.lua");
    public static readonly Script Reserve = new("reserve.lua");
    public static readonly Script PushBack = new("pushback.lua");
    public static readonly Script Pair = new("pair.lua");
    public static readonly Script Later = new("later.lua");
    public static readonly Script Rename = new("rename.lua", withCustomer: true, then: "merge.lua");
    public static readonly Script Forget = new("forget.lua", withCustomer: true);

    public static readonly Script Stay = new("stay.lua", withCustomer: true);
    public static readonly Script Alias = new("alias.lua", withCustomer: true);
    public static readonly Script Standing = new("standing.lua");
    public static readonly Script Restored = new("restored.lua");
    public static readonly Script Tagged = new("tagged.lua", withCustomer: true);
    public static readonly Script Decided = new("decided.lua", withCustomer: true);
    public static readonly Script Again = new("again.lua", withCustomer: true, then: "merge.lua");
    public static readonly Script Listed = new("listed.lua");
    public static readonly Script Stood = new("stands.lua", withCustomer: true, then: "stood.lua");

    public static readonly Script Leave = new("stands.lua", withCustomer: true, then: "leave.lua");
    public static readonly Script Gone = new("gone.lua");
    public static readonly Script Returned = new("returned.lua");

    public static readonly Script Tidy = new("tidy.lua", withCustomer: true);
    public static readonly Script Unread = new("unread.lua");
    public static readonly Script Mend = new("mend.lua", withCustomer: true);
    public static readonly Script Told = new("told.lua", withCustomer: true);
    public static readonly Script Redrawn = new("redrawn.lua");
    public static readonly Script PutOff = new("putoff.lua");
    public static readonly Script Retold = new("retold.lua");
    public static readonly Script Back = new("back.lua");
    public static readonly Script Moment = new("moment.lua", withCustomer: true);
    public static readonly Script Show = new("show.lua");

    public static readonly IReadOnlyList<Script> All =
    [
        Apply,
        Keep,
        Move,
        Answer,
        Tag,
        Profile,
        Drained,
        Reserve,
        PushBack,
        Pair,
        Later,
        Rename,
        Forget,
        Stay,
        Alias,
        Standing,
        Restored,
        Tagged,
        Decided,
        Again,
        Listed,
        Stood,
        Leave,
        Gone,
        Returned,
        Tidy,
        Mend,
        Unread,
        Told,
        Redrawn,
        PutOff,
        Retold,
        Back,
        Show,
        Moment,
    ];

    private Script(string file, bool withCustomer = false, string? then = null)
    {
        Text = ScriptStates.Fill((withCustomer ? Read("customer.lua") : "") + Read(file) + (then is null ? "" : Read(then)));
        // Not a secret: EVALSHA names scripts so.
#pragma warning disable CA5350
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
#pragma warning restore CA5350
    }

    public string Text { get; }

    public byte[] Hash { get; }

    private static string Read(string file)
    {
        using var stream = typeof(Script).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
