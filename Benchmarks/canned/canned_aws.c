// A canned AWS for benchmarks: EC2 and STS answers for the containment of any instance, after an injected delay.
//
//     cc -O2 -o canned_aws canned_aws.c
//     ./canned_aws --port 0 --delay-ms 50 [--groups]
//
// Prints `ready http://127.0.0.1:PORT`; ends when its parent does. One thread, epoll, HTTP/1.1 with connections kept alive; signatures are not looked at.
// Every instance id exists: i-0X has two interfaces (eni-0X, eni-1X), two volumes (vol-0X, vol-1X) and lives in one VPC.
// What is written is read back: interface groups, tags, Cordon's two security groups and their rules, snapshots.
// --groups: the isolation and the untrack group exist already, with the rules they are to have.
//
//     GET  /__stats   {"requests", "last_interface_change", "actions": {NAME: {"count", "first", "last"}}}
//                     first: when the first request of that action was read; last: when the last answer to it was sent (epoch seconds)
//     POST /__reset   forgets what was counted and written
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define VPC "vpc-0c0ffee0c0ffee000"
#define SUBNET "subnet-0c0ffee0c0ffee00"
#define ACCOUNT "444444444444"
#define APP_GROUP "sg-0a99a99a99a99a99a"
#define REQUEST_ID "00000000-0000-4000-8000-000000000000"
#define EC2_NAMESPACE "http://ec2.amazonaws.com/doc/2016-11-15/"

static double now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

// MARK: text that grows

typedef struct {
    char *bytes;
    size_t length, capacity;
} Text;

static void reserve(Text *text, size_t more) {
    if (text->length + more + 1 <= text->capacity) return;
    text->capacity = (text->length + more + 1) * 2;
    if (!(text->bytes = realloc(text->bytes, text->capacity))) die("realloc");
}

static void append(Text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int needed = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    reserve(text, needed);
    va_start(arguments, format);
    text->length += vsnprintf(text->bytes + text->length, needed + 1, format, arguments);
    va_end(arguments);
}

// MARK: the form of a request

typedef struct {
    char *name, *value;
} Field;
typedef struct {
    Field fields[512];
    int count;
} Form;

static int hex(int c) { return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1; }

static void decode(char *text) {
    char *out = text;
    for (; *text; text++) {
        if (*text == '%' && hex(text[1]) >= 0 && hex(text[2]) >= 0) {
            *out++ = hex(text[1]) * 16 + hex(text[2]);
            text += 2;
        } else {
            *out++ = *text == '+' ? ' ' : *text;
        }
    }
    *out = 0;
}

// Splits and decodes `body` in place.
static void parse_form(char *body, Form *form) {
    form->count = 0;
    for (char *rest = body, *pair; (pair = strsep(&rest, "&")) && form->count < 512;) {
        char *value = strchr(pair, '=');
        if (!value) continue;
        *value++ = 0;
        decode(pair);
        decode(value);
        form->fields[form->count++] = (Field){pair, value};
    }
}

static const char *field(const Form *form, const char *name) {
    for (int i = 0; i < form->count; i++)
        if (!strcmp(form->fields[i].name, name)) return form->fields[i].value;
    return NULL;
}

// The n-th (from 1) value of `format`, which holds %d: "Filter.1.Value.%d".
static const char *numbered(const Form *form, int n, const char *format) {
    char name[128];
    snprintf(name, sizeof name, format, n);
    return field(form, name);
}

// MARK: the world

enum { EGRESS4 = 1, EGRESS6 = 2, INGRESS4 = 4, INGRESS6 = 8, EVERYTHING = 15 };
typedef struct {
    const char *name, *id;
    bool exists;
    int rules;
} Group;
static Group groups[] = {{.name = "guardduty-isolation-sg", .id = "sg-0150150150150150a"},
                         {.name = "guardduty-untrack-sg", .id = "sg-0072ac072ac072aca"}};
static bool groups_exist;

typedef struct Tag {
    char *key, *value;
    struct Tag *next;
} Tag;
// What has been written to one id: an interface's groups (comma between them), anything's tags.
typedef struct Resource {
    char *id, *groups, *volume;
    Tag *tags;
    struct Resource *next;
} Resource;
static Resource *resources[4096];
static int snapshots_made;

static unsigned bucket(const char *id) {
    unsigned hash = 2166136261u;
    for (; *id; id++) hash = (hash ^ (unsigned char)*id) * 16777619u;
    return hash % 4096;
}

static Resource *find(const char *id, bool create) {
    Resource **head = &resources[bucket(id)];
    for (Resource *r = *head; r; r = r->next)
        if (!strcmp(r->id, id)) return r;
    if (!create) return NULL;
    Resource *made = calloc(1, sizeof *made);
    made->id = strdup(id);
    made->next = *head;
    return *head = made;
}

static void set_tag(Resource *resource, const char *key, const char *value) {
    Tag **at = &resource->tags;
    while (*at && strcmp((*at)->key, key)) at = &(*at)->next;
    if (value && *at) {
        free((*at)->value);
        (*at)->value = strdup(value);
    } else if (value) {
        *at = calloc(1, sizeof **at);
        **at = (Tag){strdup(key), strdup(value), NULL};
    } else if (*at) {
        Tag *gone = *at;
        *at = gone->next;
        free(gone->key), free(gone->value), free(gone);
    }
}

static void forget_world(void) {
    for (int i = 0; i < 4096; i++) {
        for (Resource *r = resources[i], *next; r; r = next) {
            next = r->next;
            while (r->tags) set_tag(r, r->tags->key, NULL);
            free(r->id), free(r->groups), free(r->volume), free(r);
        }
        resources[i] = NULL;
    }
    snapshots_made = 0;
    groups[0].exists = groups[1].exists = groups_exist;
    groups[0].rules = 0;
    groups[1].rules = EVERYTHING;
}

static Group *group_by(const char *value) {
    for (int i = 0; value && i < 2; i++)
        if (!strcmp(groups[i].id, value) || !strcmp(groups[i].name, value)) return &groups[i];
    return NULL;
}

// MARK: answers

static void escaped(Text *out, const char *text) {
    for (; *text; text++) {
        if (*text == '&') append(out, "&amp;");
        else if (*text == '<') append(out, "&lt;");
        else if (*text == '>') append(out, "&gt;");
        else append(out, "%c", *text);
    }
}

static void write_tags(Text *out, const char *id) {
    Resource *resource = find(id, false);
    append(out, "<tagSet>");
    for (Tag *tag = resource ? resource->tags : NULL; tag; tag = tag->next) {
        append(out, "<item><key>");
        escaped(out, tag->key);
        append(out, "</key><value>");
        escaped(out, tag->value);
        append(out, "</value></item>");
    }
    append(out, "</tagSet>");
}

static void write_groups(Text *out, const char *interface) {
    Resource *resource = find(interface, false);
    const char *held = resource && resource->groups ? resource->groups : APP_GROUP;
    append(out, "<groupSet>");
    while (*held) {
        int length = strcspn(held, ",");
        char id[64];
        snprintf(id, sizeof id, "%.*s", length, held);
        Group *group = group_by(id);
        append(out, "<item><groupId>%s</groupId><groupName>%s</groupName></item>", id, group ? group->name : "app");
        held += length + (held[length] == ',');
    }
    append(out, "</groupSet>");
}

// An interface by its id, as DescribeNetworkInterfaces (`whole`) or DescribeInstances shows it.
static void write_interface(Text *out, const char *id, bool whole) {
    int device = id[4] == '1';
    append(out, "<item><networkInterfaceId>%s</networkInterfaceId><subnetId>" SUBNET "</subnetId><vpcId>" VPC "</vpcId>"
                "<description/><ownerId>" ACCOUNT "</ownerId><status>in-use</status><macAddress>02:00:00:00:00:0%d</macAddress>"
                "<privateIpAddress>10.0.0.1%d</privateIpAddress><sourceDestCheck>true</sourceDestCheck>", id, device, device);
    write_groups(out, id);
    append(out, "<attachment><attachmentId>eni-attach-0%s</attachmentId>", id + 5);
    if (whole) append(out, "<instanceId>i-0%s</instanceId><instanceOwnerId>" ACCOUNT "</instanceOwnerId>", id + 5);
    append(out, "<deviceIndex>%d</deviceIndex><status>attached</status><attachTime>2026-01-01T00:00:00.000Z</attachTime>"
                "<deleteOnTermination>true</deleteOnTermination></attachment>", device);
    if (whole) {
        append(out, "<requesterManaged>false</requesterManaged>");
        write_tags(out, id);
    }
    append(out, "<ipv6AddressesSet/><interfaceType>interface</interfaceType></item>");
}

static void describe_instances(Text *out, const Form *form) {
    append(out, "<reservationSet>");
    const char *id;
    for (int n = 1; (id = numbered(form, n, "InstanceId.%d")); n++) {
        const char *tail = id + (strlen(id) > 3 ? 3 : 0);
        append(out, "<item><reservationId>r-0%s</reservationId><ownerId>" ACCOUNT "</ownerId><groupSet/><instancesSet><item>"
                    "<instanceId>%s</instanceId><imageId>ami-0123456789abcdef0</imageId>"
                    "<instanceState><code>16</code><name>running</name></instanceState><instanceType>m5.large</instanceType>"
                    "<launchTime>2026-01-01T00:00:00.000Z</launchTime><placement><availabilityZone>us-east-1a</availabilityZone></placement>"
                    "<subnetId>" SUBNET "</subnetId><vpcId>" VPC "</vpcId><privateIpAddress>10.0.0.10</privateIpAddress>"
                    "<rootDeviceType>ebs</rootDeviceType><rootDeviceName>/dev/sda1</rootDeviceName><blockDeviceMapping>", tail, id);
        for (int i = 0; i < 2; i++)
            append(out, "<item><deviceName>/dev/sd%s</deviceName><ebs><volumeId>vol-%d%s</volumeId><status>attached</status>"
                        "<attachTime>2026-01-01T00:00:00.000Z</attachTime><deleteOnTermination>true</deleteOnTermination></ebs></item>",
                   i ? "f" : "a1", i, tail);
        append(out, "</blockDeviceMapping>");
        write_tags(out, id);
        append(out, "<networkInterfaceSet>");
        for (int i = 0; i < 2; i++) {
            char interface[64];
            snprintf(interface, sizeof interface, "eni-%d%s", i, tail);
            write_interface(out, interface, false);
        }
        append(out, "</networkInterfaceSet></item></instancesSet></item>");
    }
    append(out, "</reservationSet>");
}

static void describe_interfaces(Text *out, const Form *form) {
    append(out, "<networkInterfaceSet>");
    const char *id;
    for (int n = 1; (id = numbered(form, n, "NetworkInterfaceId.%d")); n++) write_interface(out, id, true);
    for (int n = 1; (id = numbered(form, n, "Filter.%d.Name")); n++) {
        if (strcmp(id, "attachment.instance-id")) continue;
        char format[64];
        snprintf(format, sizeof format, "Filter.%d.Value.%%d", n);
        const char *instance;
        for (int v = 1; (instance = numbered(form, v, format)); v++)
            for (int i = 0; i < 2; i++) {
                char interface[64];
                snprintf(interface, sizeof interface, "eni-%d%s", i, instance + (strlen(instance) > 3 ? 3 : 0));
                write_interface(out, interface, true);
            }
    }
    append(out, "</networkInterfaceSet>");
}

static void write_permissions(Text *out, const char *element, bool ip4, bool ip6) {
    append(out, "<%s>", element);
    if (ip4 || ip6)
        append(out, "<item><ipProtocol>-1</ipProtocol><groups/><ipRanges>%s</ipRanges><ipv6Ranges>%s</ipv6Ranges><prefixListIds/></item>",
               ip4 ? "<item><cidrIp>0.0.0.0/0</cidrIp></item>" : "", ip6 ? "<item><cidrIpv6>::/0</cidrIpv6></item>" : "");
    append(out, "</%s>", element);
}

static bool asked_for(const Form *form, const Group *group) {
    bool asked = false, named = false;
    for (int i = 0; i < form->count; i++) {
        const char *name = form->fields[i].name, *value = form->fields[i].value;
        if (!strncmp(name, "GroupId.", 8) || !strncmp(name, "GroupName.", 10)) asked = true;
        else if (strstr(name, ".Name") && (!strcmp(value, "group-name") || !strcmp(value, "group-id"))) asked = true;
        if (!strcmp(value, group->id) || !strcmp(value, group->name)) named = true;
    }
    return !asked || named;
}

static void describe_groups(Text *out, const Form *form) {
    append(out, "<securityGroupInfo>");
    for (int i = 0; i < 2; i++) {
        Group *group = &groups[i];
        if (!group->exists || !asked_for(form, group)) continue;
        append(out, "<item><ownerId>" ACCOUNT "</ownerId><groupId>%s</groupId><groupName>%s</groupName>"
                    "<groupDescription>canned</groupDescription><vpcId>" VPC "</vpcId>", group->id, group->name);
        write_permissions(out, "ipPermissions", group->rules & INGRESS4, group->rules & INGRESS6);
        write_permissions(out, "ipPermissionsEgress", group->rules & EGRESS4, group->rules & EGRESS6);
        write_tags(out, group->id);
        append(out, "</item>");
    }
    append(out, "</securityGroupInfo>");
}

static void describe_rules(Text *out, const Form *form) {
    append(out, "<securityGroupRuleSet>");
    for (int i = 0; i < 2; i++)
        for (int bit = 0; bit < 4; bit++)
            if (groups[i].exists && asked_for(form, &groups[i]) && groups[i].rules & 1 << bit)
                append(out, "<item><securityGroupRuleId>sgr-000000000000000%d%d</securityGroupRuleId><groupId>%s</groupId>"
                            "<groupOwnerId>" ACCOUNT "</groupOwnerId><isEgress>%s</isEgress><ipProtocol>-1</ipProtocol><fromPort>-1</fromPort>"
                            "<toPort>-1</toPort><%s>%s</%s><tagSet/></item>",
                       i, bit, groups[i].id, bit < 2 ? "true" : "false", bit & 1 ? "cidrIpv6" : "cidrIpv4", bit & 1 ? "::/0" : "0.0.0.0/0",
                       bit & 1 ? "cidrIpv6" : "cidrIpv4");
    append(out, "</securityGroupRuleSet>");
}

// The error code, or NULL.
static const char *change_rules(Text *out, const Form *form, bool egress, bool authorize) {
    Group *group = group_by(field(form, "GroupId"));
    if (!group || !group->exists) return "InvalidGroup.NotFound";
    int bits = 0;
    for (int i = 0; i < form->count; i++) {
        const char *value = form->fields[i].value;
        if (!strcmp(value, "0.0.0.0/0")) bits |= egress ? EGRESS4 : INGRESS4;
        if (!strcmp(value, "::/0")) bits |= egress ? EGRESS6 : INGRESS6;
        if (!strncmp(value, "sgr-", 4)) bits |= 1 << (value[strlen(value) - 1] & 3);
    }
    if (authorize && group->rules & bits) return "InvalidPermission.Duplicate";
    if (!authorize && (group->rules & bits) != bits) return "InvalidPermission.NotFound";
    group->rules = authorize ? group->rules | bits : group->rules & ~bits;
    append(out, "<return>true</return>");
    return NULL;
}

static void modify_interface(Text *out, const Form *form) {
    const char *id = field(form, "NetworkInterfaceId"), *group;
    Text held = {0};
    for (int n = 1; (group = numbered(form, n, "SecurityGroupId.%d")); n++) append(&held, n > 1 ? ",%s" : "%s", group);
    Resource *resource = find(id ? id : "", true);
    free(resource->groups);
    resource->groups = held.bytes ? held.bytes : strdup("");
    append(out, "<return>true</return>");
}

static void tag(Text *out, const Form *form, bool create) {
    const char *id, *key;
    for (int n = 1; (id = numbered(form, n, "ResourceId.%d")); n++)
        for (int t = 1; (key = numbered(form, t, "Tag.%d.Key")); t++) {
            const char *value = numbered(form, t, "Tag.%d.Value");
            set_tag(find(id, true), key, create ? (value ? value : "") : NULL);
        }
    append(out, "<return>true</return>");
}

static void describe_tags(Text *out, const Form *form) {
    append(out, "<tagSet>");
    for (int i = 0; i < form->count; i++) {
        Resource *resource = strstr(form->fields[i].name, ".Value.") ? find(form->fields[i].value, false) : NULL;
        for (Tag *t = resource ? resource->tags : NULL; t; t = t->next) {
            append(out, "<item><resourceId>%s</resourceId><resourceType/><key>", resource->id);
            escaped(out, t->key);
            append(out, "</key><value>");
            escaped(out, t->value);
            append(out, "</value></item>");
        }
    }
    append(out, "</tagSet>");
}

static void write_snapshot(Text *out, const Resource *snapshot) {
    append(out, "<snapshotId>%s</snapshotId><volumeId>%s</volumeId><state>%s</state><status>%s</status><volumeSize>8</volumeSize>"
                "<startTime>2026-01-01T00:00:00.000Z</startTime><progress>100%%</progress><ownerId>" ACCOUNT "</ownerId><encrypted>false</encrypted>",
           snapshot->id, snapshot->volume, "pending", "pending");
    write_tags(out, snapshot->id);
}

static Resource *new_snapshot(const Form *form, const char *volume) {
    char id[64];
    snprintf(id, sizeof id, "snap-0%016x", ++snapshots_made);
    Resource *snapshot = find(id, true);
    snapshot->volume = strdup(volume);
    const char *key;
    for (int t = 1; (key = numbered(form, t, "TagSpecification.1.Tag.%d.Key")); t++) {
        const char *value = numbered(form, t, "TagSpecification.1.Tag.%d.Value");
        set_tag(snapshot, key, value ? value : "");
    }
    return snapshot;
}

static void create_snapshots(Text *out, const Form *form) {
    const char *instance = field(form, "InstanceSpecification.InstanceId");
    append(out, "<snapshotSet>");
    for (int i = 0; instance && i < 2; i++) {
        char volume[64];
        snprintf(volume, sizeof volume, "vol-%d%s", i, instance + (strlen(instance) > 3 ? 3 : 0));
        append(out, "<item>");
        write_snapshot(out, new_snapshot(form, volume));
        append(out, "</item>");
    }
    append(out, "</snapshotSet>");
}

// Snapshots that match every filter: volume-id, snapshot-id, tag:KEY.
static void describe_snapshots(Text *out, const Form *form) {
    append(out, "<snapshotSet>");
    for (int i = 1; i <= snapshots_made; i++) {
        char id[64];
        snprintf(id, sizeof id, "snap-0%016x", i);
        Resource *snapshot = find(id, false);
        bool matches = true;
        const char *name;
        for (int n = 1; (name = numbered(form, n, "Filter.%d.Name")); n++) {
            const char *got = !strcmp(name, "volume-id") ? snapshot->volume : !strcmp(name, "snapshot-id") ? snapshot->id : NULL;
            for (Tag *t = snapshot->tags; t && !strncmp(name, "tag:", 4); t = t->next)
                if (!strcmp(t->key, name + 4)) got = t->value;
            char format[64];
            snprintf(format, sizeof format, "Filter.%d.Value.%%d", n);
            bool any = false;
            const char *value;
            for (int v = 1; (value = numbered(form, v, format)); v++) any |= got && !strcmp(got, value);
            matches &= any;
        }
        if (!matches) continue;
        append(out, "<item>");
        write_snapshot(out, snapshot);
        append(out, "</item>");
    }
    append(out, "</snapshotSet>");
}

static void assume_role(Text *out, const Form *form) {
    const char *arn = field(form, "RoleArn"), *name = field(form, "RoleSessionName");
    time_t soon = time(NULL) + 3600;
    char expiry[32];
    strftime(expiry, sizeof expiry, "%Y-%m-%dT%H:%M:%SZ", gmtime(&soon));
    append(out, "<Credentials><AccessKeyId>ASIAWO6XUA4OCANNED00</AccessKeyId><SecretAccessKey>canned-secret</SecretAccessKey>"
                "<SessionToken>canned-token</SessionToken><Expiration>%s</Expiration></Credentials>"
                "<AssumedRoleUser><AssumedRoleId>AROACANNEDCANNEDCANNE:%s</AssumedRoleId><Arn>%s/%s</Arn></AssumedRoleUser>"
                "<PackedPolicySize>6</PackedPolicySize>", expiry, name ? name : "", arn ? arn : "", name ? name : "");
}

// Fills `out` with the inside of the answer. Returns the error code, or NULL.
static const char *answer_ec2(const char *action, const Form *form, Text *out) {
    if (!strcmp(action, "DescribeInstances")) return describe_instances(out, form), NULL;
    if (!strcmp(action, "DescribeNetworkInterfaces")) return describe_interfaces(out, form), NULL;
    if (!strcmp(action, "DescribeSecurityGroups")) return describe_groups(out, form), NULL;
    if (!strcmp(action, "DescribeSecurityGroupRules")) return describe_rules(out, form), NULL;
    if (!strcmp(action, "DescribeTags")) return describe_tags(out, form), NULL;
    if (!strcmp(action, "DescribeSnapshots")) return describe_snapshots(out, form), NULL;
    if (!strcmp(action, "DescribeVpcEndpoints")) return append(out, "<vpcEndpointSet/>"), NULL;
    if (!strcmp(action, "DescribeRouteTables"))
        return append(out, "<routeTableSet><item><routeTableId>rtb-0c0ffee0c0ffee000</routeTableId><vpcId>" VPC "</vpcId><routeSet>"
                           "<item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state></item>"
                           "<item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>igw-0c0ffee0c0ffee000</gatewayId>"
                           "<state>active</state></item></routeSet><associationSet><item><main>true</main></item></associationSet>"
                           "<tagSet/></item></routeTableSet>"), NULL;
    if (!strcmp(action, "ModifyNetworkInterfaceAttribute")) return modify_interface(out, form), NULL;
    if (!strcmp(action, "CreateTags")) return tag(out, form, true), NULL;
    if (!strcmp(action, "DeleteTags")) return tag(out, form, false), NULL;
    if (!strcmp(action, "CreateSnapshots")) return create_snapshots(out, form), NULL;
    if (!strcmp(action, "CreateSnapshot")) return write_snapshot(out, new_snapshot(form, field(form, "VolumeId") ?: "")), NULL;
    if (!strcmp(action, "AuthorizeSecurityGroupEgress")) return change_rules(out, form, true, true);
    if (!strcmp(action, "AuthorizeSecurityGroupIngress")) return change_rules(out, form, false, true);
    if (!strcmp(action, "RevokeSecurityGroupEgress")) return change_rules(out, form, true, false);
    if (!strcmp(action, "RevokeSecurityGroupIngress")) return change_rules(out, form, false, false);
    Group *group = group_by(field(form, "GroupName") ?: field(form, "GroupId"));
    if (!strcmp(action, "CreateSecurityGroup")) {
        if (!group) return "InvalidParameterValue";
        if (group->exists) return "InvalidGroup.Duplicate";
        group->exists = true;
        group->rules = EGRESS4;
        return append(out, "<return>true</return><groupId>%s</groupId><tagSet/>", group->id), NULL;
    }
    if (!strcmp(action, "DeleteSecurityGroup")) {
        if (!group || !group->exists) return "InvalidGroup.NotFound";
        group->exists = false;
        return append(out, "<return>true</return>"), NULL;
    }
    return "NotCanned";
}

// MARK: counting

typedef struct {
    char name[64];
    long count;
    double first, last;
} Action;
static Action actions[128];
static int action_count;
static long requests;

static Action *counted(const char *name) {
    for (int i = 0; i < action_count; i++)
        if (!strcmp(actions[i].name, name)) return &actions[i];
    if (action_count == 128) return &actions[127];
    Action *made = &actions[action_count++];
    *made = (Action){0};
    snprintf(made->name, sizeof made->name, "%s", name);
    return made;
}

static void stats(Text *out) {
    double last = 0;
    for (int i = 0; i < action_count; i++)
        if (!strcmp(actions[i].name, "ModifyNetworkInterfaceAttribute")) last = actions[i].last;
    append(out, "{\"requests\": %ld, \"last_interface_change\": %.6f, \"actions\": {", requests, last);
    for (int i = 0; i < action_count; i++)
        append(out, "%s\"%s\": {\"count\": %ld, \"first\": %.6f, \"last\": %.6f}", i ? ", " : "", actions[i].name, actions[i].count,
               actions[i].first, actions[i].last);
    append(out, "}}\n");
}

// MARK: connections

typedef struct {
    int fd;
    unsigned generation;
    Text in, out;
    size_t sent;
} Connection;
static Connection connections[8192];

// Answers wait in the order they came: all wait equally long.
typedef struct Pending {
    double due;
    int fd;
    unsigned generation;
    Action *action;
    Text answer;
    struct Pending *next;
} Pending;
static Pending *first_pending, **last_pending = &first_pending;
static double delay = 0.05;
static int poller;

static void hang_up(Connection *connection) {
    close(connection->fd);
    connection->generation++;
    connection->in.length = connection->out.length = connection->sent = 0;
    connection->fd = -1;
}

static void flush(Connection *connection) {
    while (connection->sent < connection->out.length) {
        ssize_t wrote = write(connection->fd, connection->out.bytes + connection->sent, connection->out.length - connection->sent);
        if (wrote < 0 && errno == EAGAIN) {
            struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.fd = connection->fd};
            epoll_ctl(poller, EPOLL_CTL_MOD, connection->fd, &event);
            return;
        }
        if (wrote <= 0) return hang_up(connection);
        connection->sent += wrote;
    }
    connection->out.length = connection->sent = 0;
}

static void queue(Connection *connection, Action *action, int status, const char *type, Text body, double wait) {
    Pending *pending = calloc(1, sizeof *pending);
    *pending = (Pending){.due = now(CLOCK_MONOTONIC) + wait, .fd = connection->fd, .generation = connection->generation, .action = action};
    append(&pending->answer, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", status, status == 200 ? "OK" : "Error", type,
           body.length);
    reserve(&pending->answer, body.length);
    memcpy(pending->answer.bytes + pending->answer.length, body.bytes, body.length);
    pending->answer.length += body.length;
    free(body.bytes);
    *last_pending = pending;
    last_pending = &pending->next;
}

// `request` is one whole request, ended by a zero byte; `body` points into it.
static void handle(Connection *connection, char *request, char *body) {
    Text out = {0};
    if (!strncmp(request, "GET /__stats", 12) || !strncmp(request, "POST /__reset", 13)) {
        if (*request == 'G') {
            stats(&out);
        } else {
            action_count = requests = 0;
            forget_world();
            append(&out, "{}\n");
        }
        // Ahead of the answers that wait: its own is not delayed.
        Pending *waiting = first_pending, **tail = last_pending;
        first_pending = NULL, last_pending = &first_pending;
        queue(connection, NULL, 200, "application/json", out, 0);
        if (waiting) first_pending->next = waiting, last_pending = tail;
        return;
    }
    static Form form;
    parse_form(body, &form);
    const char *name = field(&form, "Action") ?: "none";
    Action *action = counted(name);
    requests++;
    if (!action->count++) action->first = now(CLOCK_REALTIME);
    bool sts = !strcmp(name, "AssumeRole") || !strcmp(name, "GetCallerIdentity");
    Text inside = {0};
    const char *error = NULL;
    if (!strcmp(name, "AssumeRole")) assume_role(&inside, &form);
    else if (sts) append(&inside, "<UserId>AIDACANNED</UserId><Account>" ACCOUNT "</Account><Arn>arn:aws:iam::" ACCOUNT ":user/canned</Arn>");
    else error = answer_ec2(name, &form, &inside);
    if (error)
        append(&out, "<Response><Errors><Error><Code>%s</Code><Message>canned: %s</Message></Error></Errors>"
                     "<RequestID>" REQUEST_ID "</RequestID></Response>", error, name);
    else if (sts)
        append(&out, "<%sResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><%sResult>%s</%sResult>"
                     "<ResponseMetadata><RequestId>" REQUEST_ID "</RequestId></ResponseMetadata></%sResponse>", name, name, inside.bytes, name, name);
    else
        append(&out, "<%sResponse xmlns=\"" EC2_NAMESPACE "\"><requestId>" REQUEST_ID "</requestId>%s</%sResponse>", name,
               inside.bytes ? inside.bytes : "", name);
    free(inside.bytes);
    queue(connection, action, error ? 400 : 200, "text/xml", out, delay);
}

static void receive(Connection *connection) {
    for (;;) {
        reserve(&connection->in, 65536);
        ssize_t got = read(connection->fd, connection->in.bytes + connection->in.length, 65536);
        if (got < 0 && errno == EAGAIN) break;
        if (got <= 0) return hang_up(connection);
        connection->in.length += got;
    }
    size_t used = 0;
    while (used < connection->in.length) {
        char *start = connection->in.bytes + used;
        connection->in.bytes[connection->in.length] = 0;
        char *end = strstr(start, "\r\n\r\n");
        if (!end) break;
        *end = 0;
        char *length_header = strcasestr(start, "\r\ncontent-length:");
        size_t length = length_header ? strtoul(length_header + 17, NULL, 10) : 0;
        *end = '\r';
        size_t whole = end + 4 - start + length;
        if (connection->in.length - used < whole) break;
        char *copy = strndup(start, whole);
        handle(connection, copy, copy + (end + 4 - start));
        free(copy);
        used += whole;
    }
    connection->in.length -= used;
    memmove(connection->in.bytes, connection->in.bytes + used, connection->in.length);
}

static void answer_due(void) {
    double time = now(CLOCK_MONOTONIC);
    while (first_pending && first_pending->due <= time) {
        Pending *pending = first_pending;
        if (!(first_pending = pending->next)) last_pending = &first_pending;
        Connection *connection = &connections[pending->fd];
        if (connection->generation == pending->generation) {
            if (pending->action) pending->action->last = now(CLOCK_REALTIME);
            reserve(&connection->out, pending->answer.length);
            memcpy(connection->out.bytes + connection->out.length, pending->answer.bytes, pending->answer.length);
            connection->out.length += pending->answer.length;
            flush(connection);
        }
        free(pending->answer.bytes);
        free(pending);
    }
}

int main(int count, char **arguments) {
    int port = 0;
    for (int i = 1; i < count; i++) {
        if (!strcmp(arguments[i], "--port") && i + 1 < count) port = atoi(arguments[++i]);
        else if (!strcmp(arguments[i], "--delay-ms") && i + 1 < count) delay = atof(arguments[++i]) / 1e3;
        else if (!strcmp(arguments[i], "--groups")) groups_exist = true;
        else return fprintf(stderr, "usage: %s [--port N] [--delay-ms F] [--groups]\n", arguments[0]), 2;
    }
    signal(SIGPIPE, SIG_IGN);
    forget_world();
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (void *)&address, size) || listen(listener, 4096)) die("listen");
    getsockname(listener, (void *)&address, &size);
    poller = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    printf("ready http://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    pid_t parent = getppid();
    while (getppid() == parent) {
        struct epoll_event events[256];
        double left = first_pending ? first_pending->due - now(CLOCK_MONOTONIC) : 0.5;
        if (left < 0) left = 0;
        struct timespec wait = {left, (left - (long)left) * 1e9};
        int ready = epoll_pwait2(poller, events, 256, &wait, NULL);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) {
                int accepted;
                while ((accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                    if (accepted >= 8192) {
                        close(accepted);
                        continue;
                    }
                    setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                    connections[accepted].fd = accepted;
                    event = (struct epoll_event){.events = EPOLLIN, .data.fd = accepted};
                    epoll_ctl(poller, EPOLL_CTL_ADD, accepted, &event);
                }
                continue;
            }
            Connection *connection = &connections[fd];
            if (events[i].events & EPOLLOUT) {
                event = (struct epoll_event){.events = EPOLLIN, .data.fd = fd};
                epoll_ctl(poller, EPOLL_CTL_MOD, fd, &event);
                flush(connection);
            }
            if (connection->fd == fd && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(connection);
        }
        answer_due();
    }
}
